import Testing

@testable import StowageServer

@Suite("The configuration file")
struct SettingsFileTests {
    private func read(_ text: String) throws(SettingsError) -> [String: String] {
        let entries = try SettingsFile(path: "s.yaml").entries(in: text)
        return Dictionary(entries.map { ($0.key, $0.text) }) { $1 }
    }

    private func refusal(_ text: String) -> SettingsError? {
        do throws(SettingsError) {
            _ = try self.read(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "http:\n  # nothing\n"])
    func `A file without settings sets nothing`(text: String) throws {
        #expect(try self.read(text).isEmpty)
    }

    @Test func `Keys are read through their nesting, as text`() throws {
        let entries = try self.read(
            """
            listen: "127.0.0.1:1"
            insecureListen: true
            http: { idleTimeout: 5m, maximumConnections: 12 }
            uploads:
              maximumSize: off
            storage:
              reserve: 1024 # bytes
            """)
        #expect(
            entries == [
                "listen": "127.0.0.1:1", "insecureListen": "true", "http.idleTimeout": "5m", "http.maximumConnections": "12",
                "uploads.maximumSize": "off", "storage.reserve": "1024",
            ])
    }

    @Test func `An unknown key is named with its line and its neighbours`() {
        let error = self.refusal("# settings\nlisten: 127.0.0.1:1\nhttp:\n  bodyTimeout: 1s\n  idletimeout: 2s\n")
        #expect(error?.code == .unknownKey)
        #expect(
            error?.message
                == "s.yaml, line 5: 'http.idletimeout' is not a setting; the settings under 'http' are idleTimeout, bodyTimeout, maximumConnections, "
                + "shutdownTimeout")
    }

    @Test func `An unknown key at the top is told the groups too`() {
        let error = self.refusal("port: 5000\n")
        #expect(error?.code == .unknownKey)
        #expect(
            error?.message
                == "s.yaml, line 1: 'port' is not a setting; the settings are listen, insecureListen, data, log, http, uploads, storage, "
                + "catalog, lists, manifestCache, stageCache, gc, cleanup")
    }

    @Test(arguments: ["http.idleTimeout: 5s", "? [a, b]\n: c", "<<: {listen: 'a:1'}", "'': 1"])
    func `A key in another form is unknown`(text: String) {
        #expect(self.refusal(text)?.code == .unknownKey)
    }

    @Test func `A malformed value is named with its line and what is allowed`() {
        let error = self.refusal("log:\n  level: info\nhttp:\n  idleTimeout: soon\n")
        #expect(error?.code == .malformedValue)
        #expect(
            error?.message == "s.yaml, line 4: http.idleTimeout is 'soon'; write a duration above zero, such as 500ms, 30s, 5m, 2h or 1d")
    }

    @Test func `A key without a value is malformed`() {
        #expect(self.refusal("log: {}\ndata:\n")?.message == "s.yaml, line 2: data is empty; write the path of a folder")
    }

    @Test(arguments: ["listen: [a, b]", "listen: {host: a}"])
    func `A value that is not single is malformed`(text: String) {
        #expect(
            self.refusal(text)?.message
                == "s.yaml, line 1: listen is not a single value; write HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000")
    }

    @Test func `A group with a value is malformed`() {
        #expect(
            self.refusal("\nlists: 100\n")?.message == "s.yaml, line 2: lists has no keys under it; the settings under 'lists' are pageLimit")
    }

    @Test(arguments: ["- a", "word", "[1, 2]"])
    func `A file that is not a mapping is malformed`(text: String) {
        #expect(self.refusal(text)?.code == .malformedFile)
    }

    @Test func `What is not YAML is refused with its line`() {
        let error = self.refusal("listen: 127.0.0.1:1\nhttp: [\n")
        #expect(error?.code == .malformedFile)
        #expect(error?.message.hasPrefix("s.yaml, line 3: this is not YAML: ") == true, "\(error?.message ?? "")")
    }

    @Test func `A key that stands twice is refused`() {
        let error = self.refusal("data: a\nlisten: 127.0.0.1:1\ndata: b\n")
        #expect(error?.code == .malformedFile)
        #expect(error?.message.contains("'data' more than once") == true, "\(error?.message ?? "")")
    }

    @Test func `A second document is refused`() {
        #expect(self.refusal("data: a\n---\ndata: b\n")?.code == .malformedFile)
    }
}
