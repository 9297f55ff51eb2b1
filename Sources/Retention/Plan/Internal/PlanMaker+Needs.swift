import ContentHashing
import StageModel

extension PlanMaker {
    /// Finds what has to be kept where something is kept.
    mutating func findNeeds() {
        for tag in tagNodes { needs.add(.target, from: tag, to: node(ofManifest: index.manifestOfTag[Int(tag)])) }
        for manifest in manifestNumbers {
            let node = node(ofManifest: manifest)
            let need = needs.need(ofManifest: manifest)
            needs.add(.target, from: need, to: node)
            for tag in index.tagsOfManifest[manifest] where roles[Int(tag)] != .service { needs.add(.target, from: need, to: tag) }
            for member in index.members[manifest] { needs.add(.member, from: node, to: needs.need(ofManifest: member)) }
        }
        for (node, about) in subjects.sorted(by: { $0.key < $1.key }) {
            for subject in about { needs.add(.referrer, from: self.node(ofManifest: subject), to: node) }
        }
        var links = StageLinks(self)
        for tag in tagNodes where roles[Int(tag)] == .image || roles[Int(tag)] == .stage {
            links.add(needsOf: tag, to: &needs)
        }
    }
}
