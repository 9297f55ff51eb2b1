extension KubernetesObject {
    /// An object has not what its kind always has.
    struct Incomplete: Error {
        /// To follow the object.
        let reason: String
    }

    /// `deployment chat-stage/node`.
    func owner(_ kind: KubernetesKind) -> String {
        let name = metadata?.name ?? "without a name"
        return kind.name.lowercased() + " " + (metadata?.namespace.map { "\($0)/\(name)" } ?? name)
    }

    /// Adds every image that the object names. One that has completed counts too: it may be started, or looked at, again.
    func add(to collector: inout UseCollector, as kind: KubernetesKind) throws(Incomplete) {
        guard let pod = try podSpec(kind) else { return }
        guard let containers = pod.containers else { throw Incomplete(reason: "has no containers") }
        let owner = owner(kind)
        for container in (pod.initContainers ?? []) + containers + (pod.ephemeralContainers ?? []) {
            if let image = container.image { collector.add(image, owner: owner) }
        }
        for volume in pod.volumes ?? [] {
            if let reference = volume.image?.reference { collector.add(reference, owner: owner) }
        }
        guard kind.shape == .pod, let status else { return }
        for container in (status.initContainerStatuses ?? []) + (status.containerStatuses ?? []) + (status.ephemeralContainerStatuses ?? []) {
            if let image = container.image { collector.add(image, owner: owner) }
            do {
                try collector.add(running: container.imageID ?? "", owner: owner)
            } catch {
                let id = "the image ID '\((container.imageID ?? "").prefix(300))', which \(error.reason), so nobody knows what runs"
                throw Incomplete(reason: "has \(id); have its image pulled by a digest, or ask other namespaces only")
            }
        }
    }

    private func podSpec(_ kind: KubernetesKind) throws(Incomplete) -> PodSpec? {
        guard let spec else { throw Incomplete(reason: "has no spec") }
        let template: Template?
        switch kind.shape {
        case .pod:
            return PodSpec(
                containers: spec.containers, initContainers: spec.initContainers, ephemeralContainers: spec.ephemeralContainers,
                volumes: spec.volumes)
        case .template: template = spec.template
        case .optionalTemplate:
            guard let found = spec.template else { return nil }
            template = found
        case .jobTemplate: template = spec.jobTemplate?.spec?.template
        }
        guard let pod = template?.spec else { throw Incomplete(reason: "has no template of its pods") }
        return pod
    }
}
