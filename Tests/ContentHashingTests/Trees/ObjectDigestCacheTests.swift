import Foundation
import Glibc
import StowageTestSupport
import Testing

@testable import ContentHashing

@Suite struct ObjectDigestCacheTests {
    @Test(arguments: ["sha1", "sha256"]) func savesTheReadingOfTrackedFiles(_ format: String) async throws {
        try await GitTree.with(format: format) { tree in
            try tree.write("first", to: "a")
            try tree.write("second", to: "b")
            chmod("\(tree.path)/b", 0o755)
            try tree.write(String(repeating: "large", count: 100_000), to: "large")
            try await tree.git("add", "-A")
            try tree.write("untracked", to: "c")
            let ids = try await tree.objectIDs()
            let cold = try await tree.contents(ids)
            #expect(tree.known == 3)
            // Another content of the same size, under the same ids: what still gives the old digests was not read.
            try tree.write("FIRST", to: "a")
            try tree.write("UNTRACKED", to: "c")
            let warm = try await tree.contents(ids)
            #expect(warm["a"] == .file(Digest(of: "first")))
            #expect(warm["b"] == .executable(Digest(of: "second")))
            #expect(warm["large"] == cold["large"])
            #expect(warm["c"] == .file(Digest(of: "UNTRACKED")))
        }
    }

    @Test func readsWhatGitSaysHasChanged() async throws {
        try await GitTree.with { tree in
            for name in ["a", "b", "c"] { try tree.write(name, to: name) }
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            _ = try await tree.contents(ids)
            for name in ["a", "b", "c"] { try tree.write(name.uppercased(), to: name) }
            let some = try await tree.contents(ids, changed: [TreePath("c"), TreePath("a"), TreePath("c"), TreePath("absent")])
            #expect([some["a"], some["b"], some["c"]] == [.file(Digest(of: "A")), .file(Digest(of: "b")), .file(Digest(of: "C"))])
            let all = try await tree.contents(ids, changed: nil)
            #expect([all["a"], all["b"], all["c"]] == [.file(Digest(of: "A")), .file(Digest(of: "B")), .file(Digest(of: "C"))])
            #expect(tree.known == 3)
        }
    }

    @Test func looksAtNoFileThatTheIndexDescribes() async throws {
        try await GitTree.with { tree in
            for name in ["plain", "run", "longer"] { try tree.write("same", to: name) }
            chmod("\(tree.path)/run", 0o755)
            try await tree.git("add", "-A")
            let index = try #require(GitIndex(reading: "\(tree.path)/.git/index", workTree: TreePath(tree.path)))
            _ = try await tree.contents(index.objectIDs)
            // What isn't looked at doesn't show that its mode is another; what has another size than the object is read.
            chmod("\(tree.path)/run", 0o644)
            let known = try await tree.contents(index.objectIDs)
            #expect(known["run"] == .executable(Digest(of: "same")))
            try tree.write("not the same", to: "longer")
            var wrong = ObjectIDs()
            let id = Array(try await tree.git("hash-object", "plain").prefix(40))
            id.withUnsafeBytes { id in
                Array("longer".utf8).withUnsafeBytes {
                    wrong.append(hex: id, path: $0, status: ObjectIDs.Status(size: 12, isExecutable: false))
                }
            }
            #expect(try await tree.contents(wrong)["longer"] == .file(Digest(of: "not the same")))
        }
    }

    @Test func believesNoIDThatTheBytesDoNotProve() async throws {
        try await GitTree.with { tree in
            try tree.write("line\n", to: "unix")
            try tree.write("other\n", to: "written")
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            // As a filter would have checked it out, and as if it were written to after git was asked.
            try tree.write("line\r\n", to: "unix")
            try tree.write("OTHER\n", to: "written")
            let contents = try await tree.contents(ids)
            #expect(contents["unix"] == .file(Digest(of: "line\r\n")))
            #expect(contents["written"] == .file(Digest(of: "OTHER\n")))
            #expect(tree.known == 0)
        }
    }

    @Test func readsAFileOfAnotherSizeThanTheObject() async throws {
        try await GitTree.with { tree in
            try tree.write("line\n", to: "file")
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            _ = try await tree.contents(ids)
            #expect(tree.known == 1)
            try tree.write("line\r\n", to: "file")
            #expect(try await tree.contents(ids)["file"] == .file(Digest(of: "line\r\n")))
        }
    }

    @Test func seesAFileThatIsGoneThoughItsObjectIsKnown() async throws {
        try await GitTree.with { tree in
            try tree.write("1", to: "file")
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            _ = try await tree.contents(ids)
            let folder = try TreeFolder(path: tree.path)
            let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(.base) }
            #expect(unlink("\(tree.path)/file") == 0)
            let cache = ObjectDigestCache(folder: tree.cacheFolder)
            let error = await #expect(throws: TreeError.self) {
                try await TreeHasher().contents(of: entries, in: folder, objectIDs: ids, cache: cache)
            }
            #expect(error?.path == TreePath("file"))
        }
    }

    @Test func dropsADamagedFile() async throws {
        try await GitTree.with { tree in
            try tree.write("1", to: "a")
            try tree.write("2", to: "b")
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            _ = try await tree.contents(ids)
            let whole = try Data(contentsOf: URL(filePath: tree.cacheFile))
            #expect(whole.count == 64 + 2 * 80)
            var damaged = (0..<whole.count).map { whole.prefix($0) }
            // Of the header only what says something.
            for place in Array(0..<48) + Array(64..<whole.count) {
                var copy = whole
                copy[place] ^= 0x20
                damaged.append(copy)
            }
            damaged.append(whole + [0])
            damaged.append(whole + Data(count: 80))
            for bytes in damaged {
                try bytes.write(to: URL(filePath: tree.cacheFile))
                #expect(tree.known == 0, "\(bytes.count)")
            }
            #expect(try await tree.contents(ids)["a"] == .file(Digest(of: "1")))
            #expect(tree.known == 2, "the next run writes a whole one")
        }
    }

    @Test func trustsNoFileThatOthersCanWrite() async throws {
        try await GitTree.with { tree in
            try tree.write("1", to: "a")
            try await tree.git("add", "-A")
            _ = try await tree.contents(try await tree.objectIDs())
            var status = stat()
            #expect(stat(tree.cacheFile, &status) == 0 && status.st_mode & 0o777 == 0o600)
            #expect(stat(tree.cacheFolder, &status) == 0 && status.st_mode & 0o777 == 0o700)
            chmod(tree.cacheFile, 0o620)
            #expect(tree.known == 0)
            chmod(tree.cacheFile, 0o600)
            #expect(tree.known == 1)
            #expect(rename(tree.cacheFile, "\(tree.cacheFile).elsewhere") == 0)
            #expect(symlink("\(tree.cacheFile).elsewhere", tree.cacheFile) == 0)
            #expect(tree.known == 0, "a link may lead to a file of somebody else")
        }
    }

    @Test func mergesWhatSeveralLearnAtOnce() async throws {
        try await GitTree.with { tree in
            for number in 0..<40 { try tree.write("content \(number)", to: "file\(number)") }
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            let folder = try TreeFolder(path: tree.path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let cache = ObjectDigestCache(folder: tree.cacheFolder)
                        let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(TreePath("file\(number)")) }
                        _ = try await TreeHasher().contents(of: entries, in: folder, objectIDs: ids, cache: cache)
                        try await cache.save()
                    }
                }
                try await group.waitForAll()
            }
            #expect(tree.known == 40)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: tree.cacheFolder).sorted() == ["object-digests-v1", "object-digests-v1.lock"])
        }
    }

    @Test func keepsWhatWasUsedLast() async throws {
        try await GitTree.with { tree in
            for number in 0..<10 { try tree.write("\(number)", to: "file\(number)") }
            try await tree.git("add", "-A")
            _ = try await tree.contents(try await tree.objectIDs(), today: 100)
            try await tree.git("rm", "-q", "-f", "file0", "file1", "file2", "file3", "file4")
            _ = try await tree.contents(try await tree.objectIDs(), today: 101)
            for number in 10..<13 { try tree.write("\(number)", to: "file\(number)") }
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            _ = try await tree.contents(ids, today: 101, maximumCount: 8)
            #expect(tree.known == 8)
            // The eight of the last day are known, so nothing is written.
            let before = try Data(contentsOf: URL(filePath: tree.cacheFile))
            _ = try await tree.contents(ids, today: 101, maximumCount: 8)
            #expect(try Data(contentsOf: URL(filePath: tree.cacheFile)) == before)
            // Ninety days later nobody has used three of them.
            for number in 10..<13 { #expect(unlink("\(tree.path)/file\(number)") == 0) }
            _ = try await tree.contents(ids, today: 192)
            #expect(tree.known == 5)
        }
    }

    @Test func saysThatItCannotBeSaved() async throws {
        try await GitTree.with { tree in
            try tree.write("1", to: "a")
            try await tree.git("add", "-A")
            let ids = try await tree.objectIDs()
            let cache = ObjectDigestCache(folder: "\(tree.path)/a/stowage")
            let folder = try TreeFolder(path: tree.path)
            let entries = try await TreeLister.entries(in: folder) { _ = try $0.add(.base) }
            let contents = try await TreeHasher().contents(of: entries, in: folder, objectIDs: ids, cache: cache)
            #expect(contents.contains(.file(Digest(of: "1"))))
            await #expect(throws: ObjectDigestCacheError.self) { try await cache.save() }
        }
    }

    @Test(
        arguments: [
            (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/stowage"), (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/stowage"),
            (["HOME": "/h"], "/h/.cache/stowage"), ([:], nil), (["HOME": ""], nil),
        ] as [([String: String], String?)]) func isInTheUsersFolder(_ environment: [String: String], _ folder: String?)
    {
        #expect(ObjectDigestCache.folder(in: environment) == folder)
    }

    @Test func takesIDsInAnyOrder() async throws {
        try await GitTree.with { tree in
            for name in ["b", "a-b", "a", "c"] { try tree.write(name, to: name) }
            try await tree.git("add", "-A")
            var texts: [String: String] = [:]
            for line in String(decoding: try await tree.git("ls-files", "-s"), as: UTF8.self).split(separator: "\n") {
                let fields = line.split { $0 == " " || $0 == "\t" }
                texts[String(fields[3])] = String(fields[1])
            }
            texts["absent"] = String(repeating: "0", count: 40)
            texts["c"] = "not an id"
            _ = try await tree.contents(ObjectIDs(texts))
            #expect(tree.known == 3)
        }
    }
}
