import Testing

@Suite("The account of an open upload")
struct UploadAccountTests {
    private var account: UploadAccount {
        var account = UploadAccount(repository: "r", location: "/l", content: [UInt8](repeating: 1, count: 100))
        account.willSend(through: 30)
        account.didSend(through: 30)
        account.willSend(through: 60)
        return account
    }

    @Test(
        "Acknowledged bytes are there, sent ones may be, others can't be", arguments: [(29, true), (30, false), (47, false), (60, false), (61, true)])
    func offsets(offset: Int, isFault: Bool) {
        #expect((account.fault(observing: offset) != nil) == isFault)
    }

    @Test("An upload may be gone only when its closing was on its way")
    func gone() {
        var account = account
        #expect(account.fault(observing: nil) != nil)
        account.willClose()
        #expect(account.fault(observing: nil) == nil)
    }
}
