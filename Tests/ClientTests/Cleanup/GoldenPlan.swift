/// What ``CleanupProject`` leads to: every object, whether it is kept, by which rule, and the fact that the rule used.
///
/// Commits, signatures and digests stand by their names. Policies: the limits of `ci-env` (git-tag 10 and 30 days, git-commit 50 and 30
/// days, stages-signature off), branches that are gone, stages that nothing needs for 2 hours, 14 days for what has no tag.
enum GoldenPlan {
    static let lines = [
        // a20 was on feature/abandoned, which was deleted without being merged: nobody has it any more.
        "delete chat/node:<commit a20> | git-commit-gone | commit <commit a20> is in no branch or tag",
        // Still on main, but published 31 days ago, and ci-env's expiry for commits is 30.
        "delete chat/node:<commit c1890> | git-commit-expiry | published 31 d ago; expiry 30 d",
        // Recorded by nobody; its name is a commit's, and that makes it one of strategy git-commit. 60 days old.
        "delete chat/node:<commit c5> | git-commit-expiry | published 60 d ago; expiry 30 d",
        // From before topic/rebase was rebased: the branch is there, the commit isn't.
        "delete chat/node:<commit o10> | git-commit-gone | commit <commit o10> is in no branch or tag",
        // A signature of cosign's lives as long as what it signs: v1.0 goes.
        "delete chat/node:<signature of app-1.0> | referrer | goes with its subject, image chat/node:v1.0",
        // The branch was merged and deleted. Its tag is the slug that `image publish` made.
        "delete chat/node:feature-login-723b424c | git-branch-gone | branch feature/login is gone",
        // 61 days old. Nothing runs of it, unlike of v0.5.
        "delete chat/node:v0.4 | git-tag-expiry | published 61 d ago; expiry 30 d",
        // The git tag is there; 40 days are more than 30.
        "delete chat/node:v0.8 | git-tag-expiry | published 40 d ago; expiry 30 d",
        // The git tag was deleted.
        "delete chat/node:v0.9 | git-tag-gone | git tag v0.9 is gone",
        // Twelve releases and a limit of ten; v1.1 is kept for another reason and takes no place, so only this one is too many.
        "delete chat/node:v1.0 | git-tag-limit | 11th newest of git-tag for image node; limit 10",
        // The bill of materials of v1.0 refers to it, and goes with it.
        "delete chat/node@<bill of app-1.0> | referrer | goes with its subject, image chat/node:v1.0",
        // Pushed by its digest and never tagged, 20 days ago.
        "delete chat/node@<digest loose-old> | untagged | without a tag for 20 d; kept for 14 d",
        // What the index of v0.4 lists goes with it, both platforms.
        "delete chat/node@<digest v0.4 amd64> | index-member | goes with image chat/node:v0.4",
        "delete chat/node@<digest v0.4 arm64> | index-member | goes with image chat/node:v0.4",
        // Stages of images that go, or that were never published (0.4 and 0.5 are indexes of something else), unused for longer than 2 hours.
        "delete chat/stages:<stage app-0.4> | stages-unneeded | nothing that is kept needs it; last used 70 d ago; kept for 2 h",
        "delete chat/stages:<stage app-0.5> | stages-unneeded | nothing that is kept needs it; last used 70 d ago; kept for 2 h",
        "delete chat/stages:<stage app-0.8> | stages-unneeded | nothing that is kept needs it; last used 70 d ago; kept for 2 h",
        "delete chat/stages:<stage app-0.9> | stages-unneeded | nothing that is kept needs it; last used 70 d ago; kept for 2 h",
        "delete chat/stages:<stage app-1.0> | stages-unneeded | nothing that is kept needs it; last used 12 d ago; kept for 2 h",
        // Rejected: hidden from lookups, so nobody needs it. Its mark goes with it.
        "delete chat/stages:<stage broken> | stages-unneeded | nothing that is kept needs it; last used 4 d 4 h ago; kept for 2 h",
        "delete chat/stages:<stage broken>-rejected | service | goes with stage chat/stages:<stage broken>",
        // The stages of the three commits' images that go.
        "delete chat/stages:<stage commit-abandoned> | stages-unneeded | nothing that is kept needs it; last used 2 d 12 h ago; kept for 2 h",
        "delete chat/stages:<stage commit-before-rebase> | stages-unneeded | nothing that is kept needs it; last used 2 d 12 h ago; kept for 2 h",
        "delete chat/stages:<stage commit-old> | stages-unneeded | nothing that is kept needs it; last used 2 d 12 h ago; kept for 2 h",
        // Nothing was made of it.
        "delete chat/stages:<stage forgotten> | stages-unneeded | nothing that is kept needs it; last used 4 d 4 h ago; kept for 2 h",
        // The same for a stage of werf's; and its record of the commit goes with it.
        "delete chat/stages:<stage werf-unused> | stages-unneeded | nothing that is kept needs it; last used 4 d 4 h ago; kept for 2 h",
        "delete chat/stages:meta-1a2b3c_<commit a20>_<stage werf-unused> | service | goes with stage chat/stages:<stage werf-unused>",
        // Its commit is gone, but it was built an hour ago: a pipeline may still be about to deploy it.
        "keep chat/node:<commit a19> | built-within | built 1 h ago; kept for 2 h",
        // On main, and far from the limit of 50.
        "keep chat/node:<commit c1900> | git-commit-limit | newest of git-commit for image node; limit 50",
        // feature/login is deleted, but it was merged: main reaches the commit.
        "keep chat/node:<commit l20> | git-commit-limit | 3rd newest of git-commit for image node; limit 50",
        // The head of release/1.x.
        "keep chat/node:<commit r20> | git-commit-limit | 2nd newest of git-commit for image node; limit 50",
        // The limits of stages-signature are -1 and -1: off.
        "keep chat/node:<signature commit-head> | none | no rule governs stages-signature",
        // The signature of what v1.11 and latest point at.
        "keep chat/node:<signature of app-1.11> | referrer | refers to image chat/node:latest",
        // The branch is there, and that is all that counts for one.
        "keep chat/node:feature-search-b3c0fbe8 | none | no rule governs git-branch",
        // Published with --strategy custom; no rule names it.
        "keep chat/node:latest | none | no rule governs custom",
        // Branches that are there.
        "keep chat/node:main | none | no rule governs git-branch",
        "keep chat/node:topic-rebase-f74abedb | none | no rule governs git-branch",
        // 60 days old, but its arm64 platform runs somewhere, by its digest.
        "keep chat/node:v0.5 | in-use | its platform <digest v0.5 arm64> is used by line 3 of running",
        // 45 days old, but it runs somewhere, by its tag; the host has another name there.
        "keep chat/node:v0.6 | in-use | used by line 1 of running",
        // 50 days old, but in the keep list.
        "keep chat/node:v0.7 | keep-list | in the keep list: v0.7",
        // The ten newest that are kept by nothing else.
        "keep chat/node:v1.10 | git-tag-limit | 2nd newest of git-tag for image node; limit 10",
        "keep chat/node:v1.11 | git-tag-limit | newest of git-tag for image node; limit 10",
        // Recorded by nobody, and no name of git's: custom, and no rule names it.
        "keep chat/node:v1.11-debug | none | no rule governs custom",
        // Would be the eleventh of ten, but somebody pulled it just now.
        "keep chat/node:v1.1 | used-within | used just now; kept for 1 d",
        "keep chat/node:v1.2 | git-tag-limit | 10th newest of git-tag for image node; limit 10",
        "keep chat/node:v1.3 | git-tag-limit | 9th newest of git-tag for image node; limit 10",
        "keep chat/node:v1.4 | git-tag-limit | 8th newest of git-tag for image node; limit 10",
        "keep chat/node:v1.5 | git-tag-limit | 7th newest of git-tag for image node; limit 10",
        "keep chat/node:v1.6 | git-tag-limit | 6th newest of git-tag for image node; limit 10",
        "keep chat/node:v1.7 | git-tag-limit | 5th newest of git-tag for image node; limit 10",
        "keep chat/node:v1.8 | git-tag-limit | 4th newest of git-tag for image node; limit 10",
        "keep chat/node:v1.9 | git-tag-limit | 3rd newest of git-tag for image node; limit 10",
        // Refers to v1.11.
        "keep chat/node@<bill of app-1.11> | referrer | refers to image chat/node:latest",
        // Five days without a tag are fewer than fourteen.
        "keep chat/node@<digest loose-new> | untagged | without a tag for 5 d; kept for 14 d",
        // As old as the one that goes, but it runs.
        "keep chat/node@<digest loose-running> | in-use | by digest used by line 2 of running",
        // The index is kept, and so is all it lists.
        "keep chat/node@<digest v0.5 amd64> | index-member | listed by image chat/node:v0.5",
        // This is the platform that runs.
        "keep chat/node@<digest v0.5 arm64> | in-use | by digest used by line 3 of running",
        // The stages of images that are kept. (They are the same manifests, so the signature of cosign's is about both.)
        "keep chat/stages:<stage app-0.6> | ancestor | needed by image chat/node:v0.6",
        "keep chat/stages:<stage app-0.7> | ancestor | needed by image chat/node:v0.7",
        "keep chat/stages:<stage app-1.10> | ancestor | needed by image chat/node:v1.10",
        "keep chat/stages:<stage app-1.11> | ancestor | needed by image chat/node:latest",
        "keep chat/stages:<stage app-1.1> | ancestor | needed by image chat/node:v1.1",
        "keep chat/stages:<stage app-1.2> | ancestor | needed by image chat/node:v1.2",
        "keep chat/stages:<stage app-1.3> | ancestor | needed by image chat/node:v1.3",
        "keep chat/stages:<stage app-1.4> | ancestor | needed by image chat/node:v1.4",
        "keep chat/stages:<stage app-1.5> | ancestor | needed by image chat/node:v1.5",
        "keep chat/stages:<stage app-1.6> | ancestor | needed by image chat/node:v1.6",
        "keep chat/stages:<stage app-1.7> | ancestor | needed by image chat/node:v1.7",
        "keep chat/stages:<stage app-1.8> | ancestor | needed by image chat/node:v1.8",
        "keep chat/stages:<stage app-1.9> | ancestor | needed by image chat/node:v1.9",
        // Under every stage that is kept; 166 days old and never used since.
        "keep chat/stages:<stage base> | ancestor | needed by image chat:v1.11",
        // The stages of the commits' images that are kept.
        "keep chat/stages:<stage commit-head> | ancestor | needed by image chat/node:<commit c1900>",
        "keep chat/stages:<stage commit-just-built> | ancestor | needed by image chat/node:<commit a19>",
        "keep chat/stages:<stage commit-merged> | ancestor | needed by image chat/node:<commit l20>",
        "keep chat/stages:<stage commit-release> | ancestor | needed by image chat/node:<commit r20>",
        // Built an hour ago.
        "keep chat/stages:<stage new> | built-within | built 1 h ago; kept for 2 h",
        // The nameless image was made of it.
        "keep chat/stages:<stage page> | ancestor | needed by image chat:v1.11",
        // Files of the nameless image were imported from it, as its label says.
        "keep chat/stages:<stage tools> | ancestor | needed by image chat:v1.11",
        // No image needs it, but a runner used it an hour ago.
        "keep chat/stages:<stage used-lately> | used-within | used 1 h ago; kept for 1 d",
        // So did another, two hours ago; and its record stays with it.
        "keep chat/stages:<stage werf-used> | used-within | used 2 h ago; kept for 1 d",
        "keep chat/stages:meta-1a2b3c_<commit c1900>_<stage werf-used> | service | a record of stage chat/stages:<stage werf-used>",
        // What werf needs to go on.
        "keep chat/stages:client-id-7c5b-1700000000000 | service | a record of werf's",
        "keep chat/stages:managed-image-node | service | a record of werf's",
        // The nameless image, in the repository that is the parent of its stages'. An image of its own: no release of node takes its place.
        "keep chat:v1.11 | git-tag-limit | newest of git-tag in chat; limit 10",
    ]
}
