import ContentHashing
package import StageModel

extension StageInputs {
    /// SHA-256 of the encoding of these inputs, as 64 characters of lower-case hex.
    ///
    /// # The encoding, format 1
    ///
    /// It is a sequence of bytes without padding or terminators. `count` is an unsigned integer of 8 bytes, the most
    /// significant first. `text` is a count of bytes, followed by that many bytes; texts are UTF-8 without normalisation,
    /// except paths, which are the bytes that the file system has. `digest` is the 32 bytes of a SHA-256, not its hex.
    ///
    /// 1. `text`: `stowage-stage-inputs-v1`, the format and its version.
    /// 2. `text`: the stage's name.
    /// 3. `count` of the command's words, then each word as a `text`, in order.
    /// 4. `count` of the inputs, then each input. They are sorted by the bytes of their paths (compared as unsigned numbers;
    ///    a path comes before the longer paths that begin with it), and no path is there twice. An input is:
    ///    1. one byte, the kind: `f` (0x66) for a file, `x` (0x78) for a file that its owner may execute, `l` (0x6c) for a
    ///       symbolic link, `d` (0x64) for a folder;
    ///    2. `text`: the path relative to the base folder, its parts separated by `/` (0x2f), none of them `.`, `..` or
    ///       empty; the base folder itself is `.`;
    ///    3. for a file the `digest` of its bytes, for a link the `digest` of its target's text; for a folder nothing.
    /// 5. `count` of the chosen variables of the environment, then each variable, sorted by the bytes of their names, no name
    ///    twice: the name as a `text`; then one byte, 0x00 where the variable is not set, or 0x01 followed by the `digest` of
    ///    its value's bytes.
    /// 6. The parent: one byte, 0x00 where there is none, or 0x01 followed by the parent's signature as a `text` (its hex).
    ///
    /// Times, owners and all other bits of a mode have no place in it. Each part says how long it is, so no two different
    /// inputs have the same encoding. `Tests/StageSigningTests` holds vectors.
    ///
    /// A signature is public, and so are all inputs but the variables' values: a value that can be guessed can be confirmed
    /// by trying. Don't name a short secret as an input.
    package var signature: Signature {
        var encoder = SignatureEncoder()
        encode(into: &encoder)
        guard let signature = Signature(encoder.digest.hex) else { preconditionFailure("SHA-256 has 64 hexadecimal digits") }
        return signature
    }

    private func encode(into encoder: inout SignatureEncoder) {
        encoder.append(text: "stowage-stage-inputs-v\(Self.formatVersion)")
        encoder.append(text: stage)
        encoder.append(count: command.count)
        for word in command { encoder.append(text: word) }
        encoder.append(count: files.count)
        for file in files {
            encoder.append(byte: file.kind.code)
            encoder.append(bytes: file.path.bytes)
            if let digest = file.digest { encoder.append(digest: digest) }
        }
        encoder.append(count: environment.count)
        for variable in environment {
            encoder.append(text: variable.name)
            encoder.append(byte: variable.value == nil ? 0 : 1)
            if let value = variable.value { encoder.append(digest: Digest(hashing: Array(value.utf8))) }
        }
        encoder.append(byte: parent == nil ? 0 : 1)
        if let parent { encoder.append(text: parent.value) }
    }
}

extension InputKind {
    fileprivate var code: UInt8 {
        switch self {
        case .file: UInt8(ascii: "f")
        case .executable: UInt8(ascii: "x")
        case .symlink: UInt8(ascii: "l")
        case .folder: UInt8(ascii: "d")
        }
    }
}
