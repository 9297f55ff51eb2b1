/// Chooses among the entries of a folder by their names.
package protocol TreeSelection: Sendable {
    /// - Parameter name: One part of a path, never empty.
    func decision(for name: UnsafeRawBufferPointer) -> TreeDecision
}

package enum TreeDecision: Sendable {
    case leaveOut
    /// The entry, and where it is a folder all that is below it.
    case take
    /// Not the entry itself; where it is a folder, what this chooses in it.
    case lookInside(any TreeSelection)
}
