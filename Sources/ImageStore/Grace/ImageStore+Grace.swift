import ContentHashing

extension ImageStore {
    /// Notes that a client asks for a blob or manifest, which keeps it for a grace if it is there. To be called before looking.
    ///
    /// Waits a moment where it is being decided just now whether it goes: the look then sees what was decided.
    func renewGrace(of digest: Digest) async {
        graces.touch(digest)
        await removals.waitForDecision(on: digest)
    }
}
