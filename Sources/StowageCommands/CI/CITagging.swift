import ArgumentParser

/// How werf 1.1 is told to tag the images it publishes.
enum CITagging: String, CaseIterable, ExpressibleByArgument {
    case stagesSignature = "stages-signature"
    /// The git tag of the pipeline, else its branch.
    case tagOrBranch = "tag-or-branch"
}
