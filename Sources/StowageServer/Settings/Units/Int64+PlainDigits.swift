extension Int64 {
    /// Reads ASCII digits alone: `Int64("+5")` and `Int64("-0")` are numbers, but nobody means them in a setting.
    init?(plainDigits text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.init(text)
    }
}
