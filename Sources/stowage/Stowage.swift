import Dispatch
import StowageCommands

/// The program: the command line is the library ``StowageCommands``.
@main
struct Main {
    // Not async: before the body of an async one the runtime opens descriptors, and may get those of closed standard streams.
    static func main() {
        Stowage.occupyStandardStreams()
        Task { await Stowage.runProcess() }
        dispatchMain()
    }
}
