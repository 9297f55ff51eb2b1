import HTTPServing
import OCIModel

extension PageRequest {
    /// The position in a plan after which the page begins; `nil`: it is the first.
    ///
    /// - Throws: ``OCIError`` with code `paginationInvalid`.
    func position() throws -> Int? {
        try after.map { text in
            guard text.utf8.count <= 18, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let position = Int(text) else {
                throw OCIError(.paginationInvalid, "after is '\(text.prefix(40))'; pass the 'next' of the page before")
            }
            return position
        }
    }
}
