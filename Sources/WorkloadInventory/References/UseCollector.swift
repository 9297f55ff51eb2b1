import ContentHashing
import OCIModel
import StageModel

/// Gathers what is used: each image once, with the first that uses it.
struct UseCollector {
    private struct Image: Hashable {
        let repository: RepositoryName?
        let tag: TagName?
        let digest: Digest?
    }

    private static let maximumNotes = 20

    private var images: Set<Image> = []
    private var uses: [ImageUse] = []
    private var notes: [String] = []
    private var furtherNotes = 0

    var reading: WorkloadReading {
        WorkloadReading(uses: uses, notes: furtherNotes == 0 ? notes : notes + ["and \(furtherNotes) more of these"])
    }

    /// - Parameter isListed: As of ``ImageUse``.
    mutating func add(_ image: UsedImage, owner: String, isListed: Bool = false) {
        for repository in image.repositories.isEmpty ? [nil] : image.repositories.map(Optional.some) {
            guard images.insert(Image(repository: repository, tag: image.tag, digest: image.digest)).inserted else { continue }
            uses.append(ImageUse(repository: repository, tag: image.tag, digest: image.digest, owner: owner, isListed: isListed))
        }
    }

    /// The name of an image, as a cluster has it. What nothing here could be called is skipped with a note: it can't be one of ours.
    mutating func add(_ text: String, owner: String) {
        // Templates may leave it out, for something else to fill in.
        guard !text.isEmpty else { return }
        do {
            let image = try UsedImage(text)
            add(image, owner: owner)
            if let leftOut = image.leftOut { note("\(owner): '\(text.prefix(300))' has \(leftOut), which was left out") }
        } catch {
            note("\(owner): '\(text.prefix(300))' \(error.reason), so it is none of ours")
        }
    }

    /// What a runtime says that it runs: a name with a digest, a digest alone, or a name.
    ///
    /// - Throws: ``UsedImage/Problem`` where it isn't understood as a whole. The tag that was asked for may have moved since, so that
    ///   only this says what runs.
    mutating func add(running text: String, owner: String) throws(UsedImage.Problem) {
        guard !text.isEmpty else { return }
        let image = try UsedImage(text)
        if image.digest == nil, let leftOut = image.leftOut { throw UsedImage.Problem(reason: "has \(leftOut)") }
        if image.repositories.contains(where: { $0.value == "sha256" || $0.value == "sha512" }) { throw UsedImage.Problem(reason: "is no digest") }
        add(image, owner: owner)
    }

    mutating func note(_ text: String) {
        if notes.count < Self.maximumNotes { notes.append(text) } else { furtherNotes += 1 }
    }
}
