/// A variable of the environment that goes into a stage.
///
/// The value may be a secret. It is in memory only: the signature and the document take digests of it, and a description
/// says no more than whether there is one.
package struct EnvironmentInput: Hashable, Sendable {
    package let name: String
    /// `nil` where the variable is not set, which is not the same as an empty value.
    package let value: String?

    package init(name: String, value: String?) {
        self.name = name
        self.value = value
    }

    /// The variables of these names as a process's environment has them.
    package static func reading(_ names: [String], from environment: [String: String]) -> [EnvironmentInput] {
        names.map { EnvironmentInput(name: $0, value: environment[$0]) }
    }
}

extension EnvironmentInput: CustomStringConvertible, CustomReflectable {
    package var description: String { value == nil ? "\(name) is not set" : "\(name) is set" }

    /// Nothing that prints or dumps a value with this one inside shows the secret.
    package var customMirror: Mirror { Mirror(self, children: ["name": name, "isSet": value != nil]) }
}
