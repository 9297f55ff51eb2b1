import ArgumentParser
import Foundation
import Retention
import StowageTestSupport
import Testing
import WorkloadInventory

@testable import StowageCommands

@Suite("Policies as options")
struct PolicyOptionsTests {
    private func layer(_ arguments: String...) throws -> PolicyLayer { try options(arguments).layer() }

    private func options(_ arguments: [String]) throws -> PlanOptions {
        try #require(try Stowage.parseAsRoot(["cleanup", "plan", "--project", "p"] + arguments) as? CleanupPlanCommand).options
    }

    @Test func `Nothing given says nothing, so that every other source is asked`() throws {
        #expect(try layer() == PolicyLayer())
        #expect(try !options([]).saySomething())
    }

    @Test func `Each strategy has its limit, its expiry and what to do with what is gone`() throws {
        let layer = try layer(
            "--git-tag-limit", "10", "--git-tag-expiry-days", "30", "--git-tag-delete-gone", "--git-commit-limit", "50", "--git-commit-expiry-days",
            "0", "--no-git-commit-delete-gone", "--stages-signature-limit", "-1", "--stages-signature-expiry-days", "off", "--git-branch-delete-gone")
        #expect(layer.gitTag == StrategyPolicy(limit: 10, expiryDays: 30, deleteGone: true))
        #expect(layer.gitCommit == StrategyPolicy(limit: 50, expiryDays: 0, deleteGone: false))
        #expect(layer.stagesSignature == StrategyPolicy(limit: -1, expiryDays: -1))
        #expect(layer.gitBranch == StrategyPolicy(deleteGone: true))
    }

    @Test func `A negative number, however it is written, is a value`() throws {
        #expect(try layer("--git-tag-limit=-1").gitTag.limit == -1)
        #expect(try layer("--git-tag-limit", "-1").gitTag.limit == -1)
        let off = try layer("--stages-keep-unneeded-for", "-1", "--untagged-keep-for=-2", "--budget", "-1")
        #expect(off.stagesKeepUnneededFor == -1 && off.untaggedKeepFor == -1 && off.budget == -1)
    }

    @Test func `Times are seconds; off is each one's off`() throws {
        let set = try layer(
            "--built-within", "1h60m", "--used-within", "90s", "--stages-keep-unneeded-for", "7d", "--untagged-keep-for", "0", "--undo-window", "30m")
        #expect(set.keepBuiltWithin == 7200)
        #expect(set.keepUsedWithin == 90)
        #expect(set.stagesKeepUnneededFor == 604_800)
        #expect(set.untaggedKeepFor == 0)
        #expect(set.undoWindow == 1800)
        let off = try layer(
            "--built-within", "off", "--used-within", "off", "--stages-keep-unneeded-for", "off", "--untagged-keep-for", "off", "--undo-window",
            "off",
            "--budget", "off")
        #expect(off.keepBuiltWithin == 0)
        #expect(off.keepUsedWithin == 0)
        #expect(off.stagesKeepUnneededFor == -1)
        #expect(off.untaggedKeepFor == -1)
        #expect(off.undoWindow == 0)
        #expect(off.budget == -1)
    }

    @Test func `A budget is bytes, a share is a part or percent`() throws {
        let layer = try layer("--budget", "50GiB", "--largest-share", "25%")
        #expect(layer.budget == 50 << 30)
        #expect(layer.largestShare == 0.25)
        #expect(try self.layer("--largest-share", "0.75").largestShare == 0.75)
    }

    @Test func `werf's keepPolicies are written with their words, and patterns may have commas and slashes`() throws {
        let layer = try layer(
            "--keep-policy", "branch=main,images-last=10", "--keep-policy", "tag=/v[0-9]{1,3}(,x)?/,last=5",
            "--keep-policy", "branch=/feature/.+/,last=10,in=168h,operator=or,images-last=2,images-in=7d,images-operator=and")
        #expect(
            layer.keepPolicies == [
                KeepPolicy(kind: .branch, pattern: "main", imagesPerReference: .init(last: 10)),
                KeepPolicy(kind: .tag, pattern: "/v[0-9]{1,3}(,x)?/", references: .init(last: 5)),
                KeepPolicy(
                    kind: .branch, pattern: "/feature/.+/", references: .init(last: 10, within: 604_800, operator: .or),
                    imagesPerReference: .init(last: 2, within: 604_800, operator: .and)),
            ])
        #expect(layer.disablesKeepPolicies == false, "a file may switch them off; who writes one here wants it")
        #expect(try self.layer("--no-keep-policies").disablesKeepPolicies == true)
    }

    @Test func `Rules for custom tags and strategies by names`() throws {
        let layer = try layer(
            "--custom", "/nightly-.*/,limit=5,expiry-days=14", "--custom", "x,expiry-days=off", "--classify", "git-tag=v[0-9.]+", "--classify",
            "git-commit=/[0-9a-f]{40}/")
        #expect(
            layer.custom == [CustomPolicy(tags: "nightly-.*", limit: 5, expiryDays: 14), CustomPolicy(tags: "x", expiryDays: -1)])
        #expect(
            layer.classification == [
                ClassificationPattern(tags: "v[0-9.]+", strategy: .gitTag), ClassificationPattern(tags: "[0-9a-f]{40}", strategy: .gitCommit),
            ])
    }

    @Test func `The keep list is names from options and from files`() async throws {
        try await ScratchFolder.with { scratch in
            let path = try scratch.write("# deployed by hand\n  release-1 \r\n\napp/api:v1  # until May\n", to: "keep")
            let layer = try layer("--keep", "x", "--keep-list", path, "--keep-pattern", "stable-.*")
            #expect(layer.keepList == ["x", "release-1", "app/api:v1"])
            #expect(layer.keepPatterns == ["stable-.*"])
        }
    }

    @Test func `What can't be kept by name, and a list that isn't there, are said in plain words`() async throws {
        try await ScratchFolder.with { scratch in
            let path = try scratch.write("v1\na b\n", to: "keep")
            let none = scratch.path("none")
            for (arguments, code, message) in [
                (["--keep", "a b"], CommandError.Code.usage, "'a b' can't be kept by name; write TAG, REPOSITORY:TAG or REPOSITORY@DIGEST"),
                (["--keep-list", path], .usage, "\(path), line 2 has several words"),
                (["--keep-list", none], .failed, "can't read \(none): "), (["--keep-list", scratch.path], .failed, "can't read \(scratch.path): "),
            ] {
                let error = #expect(throws: CommandError.self) { try options(arguments).layer() }
                #expect(error?.code == code)
                let text = error?.description ?? ""
                #expect(text.hasPrefix(message), "\(text)")
                for dump in ["INVALID", "NSCocoa", "CocoaError", "Error Domain", "NSFilePath"] { #expect(!text.contains(dump), "\(text)") }
            }
            let error = #expect(throws: CommandError.self) { try TextFile.write([], to: "\(none)/plan.json") }
            #expect(error?.description.hasPrefix("can't write \(none)/plan.json: No such file or directory; name") == true, "\(error as Any)")
        }
    }

    @Test func `Sources of workloads, and nobody`() throws {
        let every = try options([
            "--kube-config", "/k", "--kube-context", "a", "--kube-context", "b", "--kube-in-cluster", "--kube-namespace", "n", "--in-use", "-",
        ])
        #expect(
            every.workloads.sources == [
                .kubeconfig(path: "/k", context: "a", namespaces: ["n"]), .kubeconfig(path: "/k", context: "b", namespaces: ["n"]),
                .inCluster(namespaces: ["n"]), .file(path: "-"),
            ])
        #expect(try every.layer().disablesWorkloads == false)
        #expect(try options(["--kube"]).workloads.sources == [.kubeconfig(path: nil, context: nil, namespaces: [])])
        #expect(try layer("--no-workloads").disablesWorkloads == true)
        #expect(try layer().disablesWorkloads == nil)
    }

    @Test(arguments: [
        ["--git-tag-limit", "ten"], ["--git-tag-limit", "--all"], ["--built-within", "2"], ["--built-within", "-2h"], ["--budget", "5GB"],
        ["--budget", "-1GiB"], ["--undo-window", "-1"], ["--undo-window=-1"], ["--built-within=-1"], ["--stages-keep-unneeded-for", "-1h"],
        ["--largest-share", "150%"], ["--largest-share", "nan"], ["--keep-policy", "main"],
        ["--keep-policy", "branch=main,tag=x"],
        ["--keep-policy", "branch=main,last=x"], ["--keep-policy", "branch=main,images=2"], ["--keep-policy", "branch="],
        ["--keep-policy", "last=2"], ["--keep-policy", "branch=a,last=1,last=2"], ["--keep-policy", "branch=a,operator=xor"], ["--custom", "x"],
        ["--custom", "limit=2"], ["--custom", "/x,limit=2"], ["--classify", "x"], ["--classify", "git=x"], ["--classify", "git-tag="], ["--fetch"],
        ["--kube-namespace", "x"], ["--no-workloads", "--kube"], ["--in-use", "-", "--in-use", "-"],
        ["--keep-policy", "tag=v1", "--no-keep-policies"],
        ["--werf-config", "x", "--no-werf-config"], ["--project"], ["--save"],
    ])
    func `What can't be is wrong usage`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try options(arguments) }
        #expect(error.map { Stowage.exitCode(for: $0).rawValue } == 64)
    }

    @Test func `A pattern that is no regular expression is wrong usage`() throws {
        let error = #expect(throws: CommandError.self) { try layer("--keep-pattern", "(") }
        #expect(error?.code == .usage)
    }

    @Test func `Flags beat variables, variables werf's file, the file the server`() throws {
        var request = PlanRequest(project: "p", flags: try layer("--git-tag-limit", "1"))
        request.werf = .init(name: "werf.yaml", text: "project: p\nconfigVersion: 1\ncleanup:\n  keepImagesBuiltWithinLastNHours: 3\n")
        var server = PolicyLayer()
        server.gitTag = StrategyPolicy(limit: 4, expiryDays: 5)
        server.gitCommit.limit = 6
        server.keepBuiltWithin = 60
        let variables = ["WERF_GIT_TAG_STRATEGY_LIMIT": "2", "WERF_GIT_TAG_STRATEGY_EXPIRY_DAYS": "3"]
        let policies = try request.policies(environment: variables, server: server)
        #expect(policies.gitTag.limit == 1)
        #expect(policies.gitTag.expiryDays == 3)
        #expect(policies.gitCommit.limit == 6)
        #expect(policies.keepBuiltWithin == 3 * 3600)
    }

    @Test func `werf's configuration is looked for where werf does unless it is declined`() async throws {
        func werf(_ arguments: String...) async throws -> PlanRequest.WerfConfiguration? {
            try await options(arguments).request(project: "p").werf
        }
        try await ScratchFolder.with { scratch in
            let top = try scratch.folder("clone/deep").dropLast("/deep".count)
            try await Shell.succeed("git", ["init", "-q", "-b", "main"], in: String(top))
            #expect(try await werf("--git", "\(top)") == nil)
            let yml = try scratch.write("project: yml\n", to: "clone/werf.yml")
            #expect(try await werf("--git", "\(top)") == .init(name: "\(top)/werf.yml", text: "project: yml\n"))
            #expect(try await werf("--git", "\(top)/deep")?.text == "project: yml\n")
            _ = try scratch.write("project: yaml\n", to: "clone/werf.yaml")
            #expect(try await werf("--git", "\(top)/deep")?.text == "project: yaml\n")
            _ = try scratch.write("project: deep\n", to: "clone/deep/werf.yml")
            #expect(try await werf("--git", "\(top)/deep") == .init(name: "\(top)/deep/werf.yml", text: "project: deep\n"))
            #expect(try await werf("--git", "\(top)", "--no-werf-config") == nil)
            #expect(try await werf("--git", "\(top)", "--werf-config", yml)?.text == "project: yml\n")
            #expect(try await werf() == nil)
            await #expect(throws: CommandError.self) { try await werf("--werf-config", scratch.path("none")) }
        }
    }

    @Test func `A bare mirror is asked for werf's configuration of its HEAD`() async throws {
        try await ScratchFolder.with { scratch in
            let origin = try scratch.folder("origin")
            try await Shell.succeed("git", ["init", "-q", "-b", "main"], in: origin)
            try await Shell.succeed("git", ["config", "uploadpack.allowFilter", "true"], in: origin)
            try await Shell.succeed("git", ["clone", "-q", "--mirror", origin, "empty.git"], in: scratch.path)
            _ = try scratch.write("project: p\n", to: "origin/werf.yaml")
            let author = ["-c", "user.name=t", "-c", "user.email=t@t"]
            try await Shell.succeed("git", ["add", "."], in: origin)
            try await Shell.succeed("git", author + ["commit", "-qm", "one"], in: origin)
            try await Shell.succeed("git", ["clone", "-q", "--mirror", origin, "full.git"], in: scratch.path)
            try await Shell.succeed("git", ["clone", "-q", "--bare", "--filter=tree:0", "file://\(origin)", "partial.git"], in: scratch.path)
            func werf(_ name: String) async throws -> PlanRequest.WerfConfiguration? {
                try await options(["--git", scratch.path(name)]).request(project: "p").werf
            }
            #expect(try await werf("full.git")?.text == "project: p\n")
            #expect(try await werf("empty.git") == nil)
            // It has no trees, so there may be one.
            let error = await #expect(throws: CommandError.self) { try await werf("partial.git") }
            #expect(error?.message.contains("--no-werf-config") == true)
        }
    }
}
