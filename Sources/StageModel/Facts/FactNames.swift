/// The labels and annotations in which Stowage's own commands write facts. They stand in both places: annotations for who
/// reads the manifest, labels for clients that copy an image and drop its annotations.
package enum FactNames {
    /// The name of the stage: `install`.
    package static let stageName = "io.stowage.stage.name"
    /// The signature of the stage below.
    package static let parent = "io.stowage.stage.parent"
    /// Commits, separated by spaces.
    package static let commits = "io.stowage.commits"
    /// The branch or tag that was checked out.
    package static let gitReference = "io.stowage.git.reference"
    /// How long the command ran, in milliseconds.
    package static let buildMilliseconds = "io.stowage.stage.build-milliseconds"
    /// On a layer's descriptor: the output that it holds, as a path relative to the folder of the build.
    package static let output = "io.stowage.output"
    /// On a layer's descriptor: `file` where the layer's one entry is the output itself, not something in it.
    package static let outputKind = "io.stowage.output.kind"
    /// On a layer's descriptor: the mode of the output, a folder, in octal: `700`. A layer holds what is in a folder, not the
    /// folder itself.
    package static let outputMode = "io.stowage.output.mode"
    package static let imageName = "io.stowage.image.name"
    package static let strategy = "io.stowage.image.strategy"
    /// On an image: the signature of its last stage. On the inputs of a stage: its signature.
    package static let signature = "io.stowage.image.signature"

    /// The artifact type of the referrer that keeps the inputs of a stage's signature.
    package static let inputsArtifactType = "application/vnd.stowage.inputs.v1+json"
}
