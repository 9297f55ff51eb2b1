package import Logging
import StageModel

/// How the text of a setting becomes its value, and what to tell somebody whose text doesn't.
package struct SettingType<Value: Sendable>: Sendable {
    /// What may be written, as the end of the sentence "write …".
    package let allowed: String
    /// `nil` where the text is malformed or its value is out of range.
    package let parse: @Sendable (String) -> Value?

    package init(allowed: String, parse: @escaping @Sendable (String) -> Value?) {
        self.allowed = allowed
        self.parse = parse
    }
}

extension SettingType {
    /// Takes the word `off` as well, for no value.
    package static func orOff<Wrapped>(_ type: SettingType<Wrapped>) -> SettingType where Value == Wrapped? {
        SettingType(allowed: "\(type.allowed), or off") { text -> Value? in
            text == "off" ? .some(.none) : type.parse(text).map { .some($0) }
        }
    }
}

extension SettingType where Value == Bool {
    package static let flag = SettingType(allowed: "true or false") { Bool($0) }
}

extension SettingType where Value == String {
    package static let path = SettingType(allowed: "the path of a folder") { text in
        text.isEmpty || text.utf8.contains(0) ? nil : text
    }

    package static let file = SettingType(allowed: "the path of a file") { path.parse($0) }

    package static let projectPattern = SettingType(allowed: "a path of names and *, such as 'apps/*'") { text in
        ProjectPattern(text) == nil ? nil : text
    }
}

extension SettingType where Value == CronSchedule {
    package static let schedule = SettingType(
        allowed: "the five fields of a cron expression, in UTC, such as '30 3 * * *' or '0 2 1,15 * mon-fri', or @daily"
    ) { CronSchedule($0) }
}

extension SettingType where Value == Int {
    package static func count(_ range: ClosedRange<Int>) -> SettingType {
        SettingType(allowed: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int64(plainDigits: text).flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension SettingType where Value == Duration {
    package static let duration = SettingType(allowed: "a duration above zero, such as 500ms, 30s, 5m, 2h or 1d") { text in
        Duration(settingText: text).flatMap { $0 > .zero ? $0 : nil }
    }
}

extension SettingType where Value == ByteCount {
    package static func bytes(atLeast least: ByteCount) -> SettingType {
        let bound = least.bytes == 0 ? "" : " of at least \(least)"
        return SettingType(allowed: "a size\(bound), such as 512KiB, 64MiB, 1GiB or a number of bytes") { text in
            ByteCount(text).flatMap { $0 >= least ? $0 : nil }
        }
    }
}

extension SettingType where Value == ListenAddress {
    package static let address = SettingType(allowed: "HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000") { ListenAddress($0) }
}

extension SettingType where Value == LogFormat {
    package static let logFormat = SettingType(allowed: "auto, text or json") { LogFormat(rawValue: $0) }
}

extension SettingType where Value == Logger.Level {
    package static let logLevel = SettingType(allowed: "trace, debug, info, notice, warning, error or critical") {
        Logger.Level(rawValue: $0)
    }
}
