/// Texts, and which of them each expression matches as a whole, by Python's `re.fullmatch`; with ASCII's classes.
enum PatternTable {
    static let texts = [
        "", "a", "b", "abc", "bc", "ab", "aab", "abb", "aabb", "abababb", "v1.2.3", "v1.2", "v10.20.30", "release/1.0", "hotfix/", "main",
        "master", "mainx", "xx", "xxx", "xxxx", "xxy", "y", "xy", "ccc", "abcd", "xyz", "]a]", "-z-a", "123_4", "ab cd", "ab ", "\n",
        "\u{e9}", "\u{e9}\u{e9}", "\u{e0}\u{e9}", "\u{c0}\u{c9}", "FEATURE-X", "feature-abc", "feature-ABC1", "ABc", "abC", "aBc",
        "STRASSE", "STRA\u{df}E", "stra\u{df}e", "1.22", "a.c", "axc", "a\nc", ".*", "AB", "\t\n", "foo", "foo bar", "foobar", "aa",
        "aaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", "0000000000000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "v1-rc.1", "v1-rc", "a-", "-a-a", "a{x", "{", "a]", "c", "ac",
        "a\nb", "KkK", "\u{212a}", "x-rejected", "2026-11-24",
    ]

    /// An expression, and the indexes of the texts that it matches.
    static let cases: [(pattern: String, matches: [Int])] = [
        ("", [0]),
        ("a", [1]),
        ("abc", [3]),
        ("a|bc|", [0, 1, 4]),
        ("v\\d+\\.\\d+\\.\\d+", [10, 12]),
        ("(?:release|hotfix)/.*", [13, 14]),
        ("(main|master|staging|production)", [15, 16]),
        ("^(main|master)$", [15, 16]),
        ("a*", [0, 1, 56, 57]),
        ("a+?b", [5, 6, 58]),
        ("(a|b)*abb", [7, 8, 9]),
        ("x{3}", [19]),
        ("x{2,}", [18, 19, 20]),
        ("x{1,3}y", [21, 23]),
        ("[a-c]+", [1, 2, 3, 4, 5, 6, 7, 8, 9, 24, 56, 57, 58, 69, 70]),
        (
            "[^a-c]+",
            [10, 11, 12, 14, 18, 19, 20, 21, 22, 23, 26, 29, 32, 33, 34, 35, 36, 37, 43, 44, 46, 50, 51, 52, 53, 59, 60, 61, 67, 72, 73, 75]
        ),
        ("[]a]+", [1, 27, 56, 57, 68]),
        (
            "[^]a]+",
            [
                2, 4, 10, 11, 12, 14, 18, 19, 20, 21, 22, 23, 24, 26, 29, 32, 33, 34, 35, 36, 37, 40, 43, 44, 46, 50, 51, 52, 53, 59, 60, 61, 62, 63,
                67, 69, 72, 73, 74, 75,
            ]
        ),
        ("[a\\-z]+", [1, 28, 56, 57, 64, 65]),
        ("[\\d_]+", [29, 59]),
        (
            "[^\\W\\d]+",
            [
                1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 40, 41, 42, 43, 48, 51, 53, 55, 56,
                57, 58, 60, 61, 69, 70, 72,
            ]
        ),
        ("\\w+\\s\\S*", [30, 31, 49, 54, 71]),
        (".", [1, 2, 22, 33, 67, 69, 73]),
        ("(?s).", [1, 2, 22, 32, 33, 67, 69, 73]),
        ("(?i)feature-[a-z]+", [37, 38]),
        ("(?i:AB)c", [3, 40, 42]),
        ("(?i)stra\u{df}e", [44, 45]),
        ("(?P<major>\\d+)\\.(?P<minor>\\d+)", [46]),
        ("a.c", [3, 42, 47, 48]),
        ("\\.\\*", [50]),
        ("\\x41\\x42", [51]),
        ("\\t\\n", [52]),
        ("foo\\b.*", [53, 54]),
        ("\\bfoo\\b", [53]),
        ("a\\Bb", [5]),
        ("(a+)+$", [1, 56, 57]),
        ("(a*)*", [0, 1, 56, 57]),
        ("(a|aa)+", [1, 56, 57]),
        ("((a{2}){3}){2}", [57]),
        ("a{0}b", [2]),
        ("(|a)+b", [2, 5, 6, 58]),
        ("[0-9a-f]{40}|[0-9a-f]{64}", [59, 60]),
        ("v[0-9]+(-rc\\.[0-9]+)?", [62]),
        ("\\Aab", [5]),
        ("[a-]+", [1, 56, 57, 64, 65]),
        ("[-a]+", [1, 56, 57, 64, 65]),
        ("\u{e9}+", [33, 34]),
        ("[\u{e0}-\u{fc}]+", [33, 34, 35]),
        ("(?i)[\u{e0}-\u{fc}]+", [33, 34, 35, 36]),
        ("a{x", [66]),
        ("{", [67]),
        ("a]", [68]),
        ("(?:a|b|)c", [4, 69, 70]),
        ("(?m)^a$\\n^b$", [71]),
        ("(?i)k+", [72, 73]),
        (".*-rejected", [74]),
        ("\\d{4}-\\d{2}-\\d{2}", [75]),
    ]
}
