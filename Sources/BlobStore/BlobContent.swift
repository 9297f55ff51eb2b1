/// An opened blob. Callers assume nothing about where bytes lie but what the case says.
package enum BlobContent: Sendable {
    /// A file range can be read or sent from it; the receiver closes it.
    case file(BlobFile)
    /// The client gets the bytes from this address itself.
    case redirect(String)
}
