import StowageTestSupport
import Testing

/// werf's own server joins the names of a request into paths: `../..` as a project reads and removes what isn't the
/// client's. Here every such name is refused, on every call, and what is there stays.
@Suite struct WerfNamesTests {
    /// As they stand in a JSON string.
    private static let names: [String] = [
        "", ".", "..", "../x", "../../..", "/", "/etc/passwd", "a/b", "a/../b", "a\\\\b", ".hidden", "a\\u0000b", "\\u0000", "a b", "a\\nb", "%2e%2e",
        "a%2fb", "*", "ä", "~", "-\\u202e", String(repeating: "x", count: 129), String(repeating: "../", count: 10_000),
    ]

    private static let refusal = "not 1 to 128 of letters, digits, '.', '_' and '-', not beginning with a dot"

    /// The calls, with bodies in which a name has yet to be put.
    private static let calls: [(path: String, project: String, signature: String?)] = [
        ("get-all-stages", #"{"projectName":"NAME"}"#, nil),
        ("delete-all-stages", #"{"projectName":"NAME"}"#, nil),
        ("get-stages-by-signature", #"{"projectName":"NAME","signature":"aa"}"#, #"{"projectName":"p","signature":"NAME"}"#),
        ("store-stages-by-signature", #"{"projectName":"NAME","signature":"aa","stages":null}"#, #"{"projectName":"p","signature":"NAME"}"#),
        ("delete-stages-by-signature", #"{"projectName":"NAME","signature":"aa"}"#, #"{"projectName":"p","signature":"NAME"}"#),
        ("v1/get-all-stages", #"{"projectName":"NAME"}"#, nil),
        ("v1/delete-all-stages", #"{"projectName":"NAME"}"#, nil),
        ("v1/get-stages-by-digest", #"{"projectName":"NAME","digest":"aa"}"#, #"{"projectName":"p","digest":"NAME"}"#),
        ("v1/store-stages-by-digest", #"{"projectName":"NAME","digest":"aa"}"#, #"{"projectName":"p","digest":"NAME","stages":[]}"#),
        ("v1/delete-stages-by-digest", #"{"projectName":"NAME","digest":"aa"}"#, #"{"projectName":"p","digest":"NAME"}"#),
        // A stage in a list is named as well.
        (
            "store-stages-by-signature", #"{"projectName":"NAME","signature":"aa","stages":[]}"#,
            #"{"projectName":"p","signature":"aa","stages":[{"signature":"NAME","uniqueID":1}]}"#
        ),
        (
            "v1/store-stages-by-digest", #"{"projectName":"NAME","digest":"aa","stages":[]}"#,
            #"{"projectName":"p","digest":"aa","stages":[{"digest":"NAME","uniqueID":1}]}"#
        ),
    ]

    @Test func pathTraversalAndOtherOddNamesAreRefused() async throws {
        try await WerfWorld.with { world async throws in
            try await world.hold(Self.something)
            for name in Self.names {
                for (path, project, signature) in Self.calls {
                    for body in [project, signature].compactMap({ $0?.replacing("NAME", with: name) }) {
                        let response = try await world.post("/c/stages-storage-cache/\(path)", body)
                        #expect(response.status == 200, "\(path) \(body.prefix(200))")
                        #expect(
                            response.text.hasPrefix(#"{"err":"the "#) && response.text.contains(Self.refusal),
                            "\(path) \(body.prefix(200)): \(response)")
                    }
                }
            }
            try await world.hold(Self.stillThere)
        }
    }

    private static let impossibleIDs = [
        "..", ".", "%2e%2e", "%2E%2E%2fd", "a%2fb", ".hidden", "a%00b", "%00", "%", "%zz", "a%20b", "%ff", "", String(repeating: "x", count: 129),
    ]

    @Test func aClientIDThatCanNotBeIsRefused() async throws {
        try await WerfWorld.with { world async throws in
            try await world.hold(Self.something)
            for id in Self.impossibleIDs {
                for path in ["locker/acquire", "stages-storage-cache/delete-all-stages", "stages-storage-cache/v1/get-all-stages"] {
                    // As it is: a client library would tidy the path.
                    let connection = try await RawConnection.open(port: world.server.port)
                    defer { connection.close() }
                    try await connection.send("POST /werf/\(id)/\(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
                    let response = try await connection.readResponse()
                    #expect(response.status == 400, "\(id) \(path)")
                    #expect(response.text == WerfConversation.clientInvalid + "\n", "\(id) \(path)")
                }
            }
            try await world.hold(Self.stillThere)
        }
    }

    /// What clients of werf, and people, send.
    @Test func aClientIDThatCanBeIsTaken() async throws {
        try await WerfWorld.with { world async throws in
            for id in ["5a0ad8b7-3b9d-4c4e-8b9c-0f6a3f9b1c2d", "A", "my_client.1", String(repeating: "x", count: 128), "%61"] {
                let response = try await world.post("/\(id)/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#)
                #expect(response.text == #"{"err":"","found":false,"stages":null}"# + "\n", "\(id)")
            }
        }
    }

    @Test func aListThatIsTooLongIsRefused() async throws {
        try await WerfWorld.with { world async throws in
            func list(_ count: Int) -> String {
                #"{"projectName":"p","signature":"aa","stages":["#
                    + (0..<count).map { #"{"signature":"aa","uniqueID":\#($0)}"# }.joined(separator: ",") + "]}"
            }
            let refused = try await world.post("/c/stages-storage-cache/store-stages-by-signature", list(4097))
            #expect(refused.status == 200)
            #expect(refused.text == #"{"err":"a list of 4097 stages is too long; 4096 are kept of one signature"}"# + "\n")
            let taken = try await world.post("/c/stages-storage-cache/store-stages-by-signature", list(4096))
            #expect(taken.text == #"{"err":""}"# + "\n")
        }
    }

    private static let something = WerfConversation(
        "something to lose",
        .post(
            "/d/stages-storage-cache/store-stages-by-signature", #"{"projectName":"p","signature":"aa","stages":[{"signature":"aa","uniqueID":1}]}"#,
            #"{"err":""}"#),
        .post(
            "/c/stages-storage-cache/store-stages-by-signature", #"{"projectName":"p","signature":"aa","stages":[{"signature":"aa","uniqueID":2}]}"#,
            #"{"err":""}"#))

    private static let stillThere = WerfConversation(
        "it is still there, and nothing else",
        .post(
            "/d/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#, #"{"err":"","found":true,"stages":[{"signature":"aa","uniqueID":1}]}"#),
        .post(
            "/c/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#, #"{"err":"","found":true,"stages":[{"signature":"aa","uniqueID":2}]}"#)
    )
}
