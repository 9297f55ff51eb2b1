import StowageCommands

/// The program: the command line is the library ``StowageCommands``.
@main
struct Main {
    static func main() async {
        await Stowage.runProcess()
    }
}
