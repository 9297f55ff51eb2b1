/// The calls of the file-system seam, by name: for errors, and for plans of faults in tests.
package enum FileOperation: String, CaseIterable, Sendable {
    case open, read, write, synchronize, startWriteback, truncate, setMode, statusOfDescriptor, lock, allocate
    case status, rename, link, unlink, makeFolder, synchronizeFolder, list, space
}
