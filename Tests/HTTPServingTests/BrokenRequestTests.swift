import HTTPTypes
import NIOHTTP1
import OCIModel
import Testing

@testable import HTTPServing

@Suite struct BrokenRequestTests {
    @Test(arguments: [
        (HTTPParserError.headerOverflow, 431, OCIError.Code.unsupported), (.invalidConstant, 400, .nameInvalid), (.invalidURL, 400, .nameInvalid),
        (.unexpectedContentLength, 400, .sizeInvalid), (.invalidContentLength, 400, .sizeInvalid), (.invalidVersion, 400, .unsupported),
        (.invalidMethod, 400, .unsupported), (.unknown, 400, .unsupported),
    ])
    func eachErrorHasStatusAndCode(error: HTTPParserError, status: Int, code: OCIError.Code) {
        let refusal = BrokenRequest.refusal(for: error)
        #expect(refusal.status.code == status)
        #expect(refusal.error.code == code)
    }

    @Test func whatTheParserDoesNotKnowIsRefusedToo() {
        #expect(BrokenRequest.refusal(for: CancellationError()).status == .badRequest)
    }
}
