import OCIModel
import StageCache
import StageModel
import StowageTestSupport
import Testing

@Suite struct LookupQueryTests {
    private static let one = String(repeating: "1", count: 64)
    private static let two = String(repeating: "2", count: 56)

    @Test(arguments: [
        #"{"repository":"app/stages","signatures":["ONE","TWO"]}"#,
        #"{"signatures":["ONE","TWO"],"repository":"app/stages"}"#,
        " \n{ \"repository\" :\t\"app/stages\" , \"signatures\" : [ \"ONE\" , \"TWO\" ] } \r\n",
        #"{"more":{"a":[1,-2.5e+3,true,null,"x",{}],"signatures":[7]},"repository":"app/stages","signatures":["ONE","TWO"],"ü":[]}"#,
        #"{"repos\u0069tory":"app\/st\u0061ges","signatures":["\u0031ONE_LESS","TWO"]}"#,
    ])
    func isRead(_ body: String) throws {
        let query = try LookupQuery(parsing: Self.bytes(body))
        #expect(query.repository.value == "app/stages")
        #expect(query.signatures.map(\.value) == [Self.one, Self.two])
    }

    @Test(arguments: [
        "", "null", "[]", "7", #""text""#, "{}", #"{"repository":"app"}"#, #"{"signatures":[]}"#, #"{"repository":"app","signatures":[]"#,
        #"{"repository":"app","signatures":[]}}"#, #"{"repository":"app","signatures":[]} x"#, #"{"repository":"app","signatures":[],}"#,
        #"{"repository":"app","signatures":["ONE",]}"#, #"{"repository":"app","signatures":["ONE" "TWO"]}"#,
        #"{"repository":"app","signatures":"ONE"}"#,
        #"{"repository":"app","signatures":[1]}"#, #"{"repository":"app","signatures":["x"]}"#, #"{"repository":"app","signatures":[["ONE"]]}"#,
        #"{"repository":7,"signatures":[]}"#, #"{"repository":null,"signatures":[]}"#, #"{"repository":"app","repository":"b","signatures":[]}"#,
        #"{"repository":"app","signatures":[],"signatures":[]}"#, #"{"repository":"app","signatures":[],"more":tru}"#,
        #"{"repository":"app","signatures":[],"more":01}"#, #"{"repository":"app","signatures":[],"more":[1,]}"#,
        #"{"repository":"app","signatures":[],"more":{"a"}}"#, #"{"repository":"app","signatures":[],"more":"\x"}"#,
        #"{'repository':"app","signatures":[]}"#,
    ])
    func isRefused(_ body: String) throws {
        let error = #expect(throws: OCIError.self) { try LookupQuery(parsing: Self.bytes(body)) }
        #expect(error?.code == .requestInvalid)
    }

    @Test func isRefusedWhereItIsNoText() throws {
        let head = Array(#"{"repository":"app","signatures":[],"more":""#.utf8)
        #expect(throws: OCIError.self) { try LookupQuery(parsing: head + [0xff] + Array(#""}"#.utf8)) }
        let deep = Array(#"{"more":"#.utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: OCIError.self) { try LookupQuery(parsing: deep) }
    }

    @Test func isRefusedWithABadName() throws {
        let error = #expect(throws: OCIError.self) { try LookupQuery(parsing: Array(#"{"repository":"A","signatures":[]}"#.utf8)) }
        #expect(error?.code == .nameInvalid)
    }

    @Test func hasAThousandSignaturesAtMost() throws {
        let signatures = try (0...1000).map { try Signature.test($0).value }
        func body(_ count: Int) -> [UInt8] {
            JSONValue.object([("repository", "app"), ("signatures", .list(signatures.prefix(count).map(JSONValue.text)))]).bytes
        }
        #expect(try LookupQuery(parsing: body(1000)).signatures.map(\.value) == Array(signatures.prefix(1000)))
        let error = #expect(throws: OCIError.self) { try LookupQuery(parsing: body(1001)) }
        #expect(error?.code == .requestInvalid)
    }

    private static func bytes(_ body: String) -> [UInt8] {
        Array(
            body.replacing("ONE_LESS", with: one.dropLast()).replacing("ONE", with: one).replacing("TWO", with: two).utf8)
    }
}
