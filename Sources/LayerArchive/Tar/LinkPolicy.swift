/// Where symbolic links may point.
package enum LinkPolicy: Hashable, Sendable {
    /// Into the folder only. Absolute targets are refused, also those that would lead back, and so are targets with a `..` behind
    /// a name: the name may itself be a link, and `..` would then be the parent of where it leads.
    case inside
    /// Anywhere. For whole images, where `/etc/alternatives` and its like are common. Reading and writing still follow no link;
    /// whoever uses the folder afterwards has to mind them.
    case any
}

extension LinkPolicy {
    /// Why a symbolic link may not be; nil if it may.
    ///
    /// The argument that no chain of links leads out: the folders above a link are real ones, since nothing is made through a
    /// link. Leading `..`s, at most as many as there are such folders, thus end in the root or below. From there names only go
    /// down, and one that is a link itself stays inside for the same reason.
    ///
    /// - Parameter depth: how many folders of the archive the link is in.
    func objection(to target: [UInt8], depth: Int) -> String? {
        if target.isEmpty { return "it is a link to nothing" }
        if target.contains(0) { return "the target of the link has a NUL in it" }
        guard self == .inside else { return nil }
        if target.first == UInt8(ascii: "/") { return "it is a link to the absolute path '\(Shown.text(target))'" }
        var (left, hasNames) = (depth, false)
        for component in target.split(separator: UInt8(ascii: "/")) where !component.elementsEqual(".".utf8) {
            guard component.elementsEqual("..".utf8) else {
                hasNames = true
                continue
            }
            if hasNames { return "it is a link with '..' behind a name, '\(Shown.text(target))', which may lead anywhere" }
            left -= 1
            if left < 0 { return "it is a link that leads out of the folder, to '\(Shown.text(target))'" }
        }
        return nil
    }
}
