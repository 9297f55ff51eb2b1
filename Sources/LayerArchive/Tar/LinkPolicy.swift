/// Where symbolic links may point.
package enum LinkPolicy: Hashable, Sendable {
    /// Into the folder only. Absolute targets are refused, also those that would lead back, and so are targets with a `..` behind
    /// a name: the name may itself be a link, and `..` would then be the parent of where it leads.
    case inside
    /// Anywhere. For whole images, where `/etc/alternatives` and its like are common. Reading and writing still follow no link;
    /// whoever uses the folder afterwards has to mind them.
    case any
}
