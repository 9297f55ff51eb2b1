import ContentHashing
import OCIModel
import StageModel

/// Gathers what is used: each image once, with the first that uses it.
struct UseCollector {
    private struct Image: Hashable {
        let repository: RepositoryName
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

    mutating func add(_ image: UsedImage, owner: String) {
        for repository in image.repositories { add(repository, image.tag, image.digest, owner) }
    }

    private mutating func add(_ repository: RepositoryName, _ tag: TagName?, _ digest: Digest?, _ owner: String) {
        guard images.insert(Image(repository: repository, tag: tag, digest: digest)).inserted else { return }
        uses.append(ImageUse(repository: repository, tag: tag, digest: digest, owner: owner))
    }

    /// What a cluster says of an image. What can't name one of ours is skipped with a note, since others' names are theirs to choose.
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

    /// What a runtime says that it runs for an image: a name with a digest, or a digest alone.
    mutating func add(running text: String, of image: String, owner: String) {
        guard !text.isEmpty else { return }
        if let digest = UsedImage.bareDigest(text) {
            // Without a name of its own it goes by the name that was asked for.
            guard let named = try? UsedImage(image) else { return }
            for repository in named.repositories { add(repository, nil, digest, owner) }
        } else if let named = try? UsedImage(text) {
            add(named, owner: owner)
        }
    }

    mutating func note(_ text: String) {
        if notes.count < Self.maximumNotes { notes.append(text) } else { furtherNotes += 1 }
    }
}
