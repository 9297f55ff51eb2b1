package import ArgumentParser

/// `stowage image VERB`: what is deployed.
package struct ImageCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Images: publish, list, inspect, delete and restore.",
        discussion: """
            An image is what is deployed: a manifest under a tag that is no stage's, and
            the reason why it has that tag (its strategy), by which cleanup knows how
            long to keep it.

            Images of a project are in the repository of its name, those with a name of
            their own in PROJECT/NAME, its stages in PROJECT/stages.
            """,
        subcommands: [ImagePublish.self, ImageList.self, ImageInspect.self, ImageDelete.self, ImageRestore.self])

    package init() {}
}
