import ArgumentParser
import LayerArchive

/// What may be in a stage, beyond files, folders and links inside of it.
struct ArchiveOptions: ParsableArguments {
    @Flag(help: "Take symbolic links that lead out of the folder. Without this they are refused.")
    var linksOut = false

    @Flag(help: "Take devices and named pipes; making them mostly needs root. Without this they are refused.")
    var devices = false

    private var links: LinkPolicy { linksOut ? .any : .inside }

    var extraction: ExtractionOptions { ExtractionOptions(links: links, allowsDevices: devices, appliesWhiteouts: true) }

    /// - Parameter environment: `SOURCE_DATE_EPOCH` is the latest time that a file may have, so that equal trees built at
    ///   different times are equal layers.
    func writing(environment: [String: String]) throws -> LayerWriter.Options {
        var options = LayerWriter.Options(includesDevices: devices, links: links)
        if let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty {
            guard let seconds = Int64(text) else {
                throw CommandError(.usage, "SOURCE_DATE_EPOCH is '\(text.prefix(40))'; write seconds since 1970, or unset it")
            }
            options.modificationTime = .clamped(to: seconds)
        }
        return options
    }
}
