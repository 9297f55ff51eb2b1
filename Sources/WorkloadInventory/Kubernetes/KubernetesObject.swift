/// What is read of an object of the kinds of ``KubernetesKind``.
struct KubernetesObject: Decodable {
    struct Metadata: Decodable {
        var name: String?
        var namespace: String?
    }

    struct Container: Decodable {
        var name: String?
        var image: String?
    }

    struct Volume: Decodable {
        struct Image: Decodable {
            var reference: String?
        }
        var image: Image?
    }

    struct PodSpec: Decodable {
        var containers: [Container]?
        var initContainers: [Container]?
        var ephemeralContainers: [Container]?
        var volumes: [Volume]?
    }

    struct Template: Decodable {
        var spec: PodSpec?
    }

    /// Of every kind the part that says what runs.
    struct Spec: Decodable {
        struct Job: Decodable {
            struct Spec: Decodable {
                var template: Template?
            }
            var spec: Spec?
        }
        var template: Template?
        var jobTemplate: Job?
        var containers: [Container]?
        var initContainers: [Container]?
        var ephemeralContainers: [Container]?
        var volumes: [Volume]?
    }

    struct ContainerStatus: Decodable {
        var name: String?
        var image: String?
        var imageID: String?
    }

    struct Status: Decodable {
        var containerStatuses: [ContainerStatus]?
        var initContainerStatuses: [ContainerStatus]?
        var ephemeralContainerStatuses: [ContainerStatus]?
    }

    var kind: String?
    var apiVersion: String?
    var metadata: Metadata?
    var spec: Spec?
    var status: Status?
}
