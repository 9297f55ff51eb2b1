import FoundationEssentials
import StageModel
import Testing

@Suite struct ConfigLabelsTests {
    private func read(_ config: String) -> [String: String] {
        Dictionary(ConfigLabels(parsing: Array(config.utf8)).all.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    @Test(arguments: [
        #"{"config":{"Labels":{"a":"1","b":""}}}"#,
        #" { "architecture" : "amd64" , "rootfs":{"diff_ids":["x"]}, "config" : { "Env":["A=B"], "Labels" : { "a" : "1" , "b":"" } } , "x":[{}] } "#,
        #"{"Config":{"labels":{"a":"1","b":""}}}"#,
        #"{"config":{"Labels":{"a":"0","c":7,"d":{"a":"9"},"e":[{"a":"9"}],"f":null,"a":"1","b":"","g":true}}}"#,
        #"{"Labels":{"x":"y"},"history":[{"config":{"Labels":{"x":"y"}}}],"config":{"Volumes":{"Labels":{}},"Labels":{"a":"1","b":""}}}"#,
        #"{"config":{"Labels":{"\u0061":"\u0031","b":""}}}"#,
        #"{"config":{"Labels":null,"labels":{"a":"1","b":""}}}"#,
    ]) func findsThem(_ config: String) {
        #expect(read(config) == ["a": "1", "b": ""])
    }

    @Test(arguments: [
        "", "null", "[]", "{", "{}", #"{"config":null}"#, #"{"config":[]}"#, #"{"config":"Labels"}"#, #"{"config":{"Labels":[]}}"#,
        #"{"config":{"Labels":{"a":"1"}}"#, #"{"config":{"Labels":{"a":"1"}}} x"#, #"{"config":{"Labels":{"a"}}}"#, #"{"config":{"Labels":{"a":}}}"#,
        #"{"config":{"Labels":{"a":"1",}}}"#, #"{"config":{"Labels":{"a":"\ud800"}}}"#, "\u{feff}{}", #"{"config":{"Labels":{1:"a"}}}"#,
        #"{"config":{"Labels":{"a":1}}}"#,
    ]) func takesAnything(_ config: String) {
        #expect(read(config).isEmpty)
    }

    @Test func textsAreUnicode() {
        #expect(read(#"{"config":{"Labels":{"a":"é\u00e9\ud83d\ude00\n\"","b":"ok"}}}"#) == ["a": "éé😀\n\"", "b": "ok"])
        let bytes = Array(#"{"config":{"Labels":{"a":""#.utf8) + [0xff, 0xfe] + Array(#"","b":"ok"}}}"#.utf8)
        #expect(ConfigLabels(parsing: bytes)["b"] == "ok")
        #expect(ConfigLabels(parsing: bytes)["a"] == nil)
    }

    @Test func whatIsKeptIsBounded() {
        func config(_ labels: [(String, String)]) -> String {
            #"{"config":{"Labels":{"# + labels.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",") + "}}}"
        }
        let many = read(config((0..<5000).map { ("l\($0)", "x") }))
        #expect(many.count == ConfigLabels.maximumCount)
        let long = String(repeating: "x", count: ConfigLabels.maximumLength)
        #expect(read(config([("a", long + "x"), (String(repeating: "n", count: 256), "x"), ("b", long)])).keys.sorted() == ["b"])
        let large = read(config((0..<100).map { ("l\($0)", long) } + [("last", "x")]))
        #expect(large.values.reduce(0) { $0 + $1.utf8.count } <= ConfigLabels.maximumSize)
        #expect(large["last"] == "x", "what is small still fits")
    }

    @Test func deepNestingIsNoTrouble() {
        let deep =
            #"{"x":"# + String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000) + #","config":{"Labels":{"a":"1"}}}"#
        #expect(read(deep) == ["a": "1"])
    }
}
