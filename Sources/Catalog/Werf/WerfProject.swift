/// Whose lists of stages: a project of one of werf's clients.
///
/// The catalog keeps both as they are; the caller has checked them.
package struct WerfProject: Hashable, Sendable {
    /// The id that all users of a stages repository share.
    package let client: String
    package let name: String

    package init(client: String, name: String) {
        self.client = client
        self.name = name
    }
}
