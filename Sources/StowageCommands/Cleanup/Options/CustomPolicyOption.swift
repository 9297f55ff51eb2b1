import ArgumentParser
import Retention

/// A rule for custom tags as an option: `/nightly-.*/,limit=5,expiry-days=14`.
struct CustomPolicyOption: Equatable, Sendable, ExpressibleByArgument {
    let policy: CustomPolicy

    init?(argument: String) {
        var policy = CustomPolicy(tags: "")
        for (index, (name, value)) in NamedValues(argument).pairs.enumerated() {
            switch name {
            case "" where index == 0:
                guard let pattern = Self.expression(value) else { return nil }
                policy.tags = pattern
            case "limit" where policy.limit == nil:
                guard let limit = LimitOption(argument: value)?.count else { return nil }
                policy.limit = limit
            case "expiry-days" where policy.expiryDays == nil:
                guard let days = LimitOption(argument: value)?.count else { return nil }
                policy.expiryDays = days
            default: return nil
            }
        }
        guard !policy.tags.isEmpty, policy.limit != nil || policy.expiryDays != nil else { return nil }
        self.policy = policy
    }

    /// Between slashes, or as it is.
    static func expression(_ text: String) -> String? {
        guard text.hasPrefix("/") else { return text.isEmpty ? nil : text }
        guard text.count > 2, text.hasSuffix("/") else { return nil }
        return String(text.dropFirst().dropLast())
    }
}
