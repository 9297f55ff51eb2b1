import Testing

@testable import Retention

@Suite("The cleanup section of werf.yaml")
struct WerfConfigurationTests {
    private func read(_ text: String) throws -> PolicyLayer? { try PolicyLayer(werfConfiguration: text, name: "werf.yaml") }

    @Test func `Every field is read`() throws {
        let layer = try read(
            """
            project: chat
            configVersion: 1
            cleanup:
              disable: false
              disableKubernetesBasedPolicy: true
              disableGitHistoryBasedPolicy: false
              keepImagesBuiltWithinLastNHours: 4
              keepPolicies:
              - references:
                  tag: /v.*/
                  limit: {last: 10}
              - references:
                  branch: /.*/
                  limit:
                    last: 10
                    in: 168h
                    operator: Or
                imagesPerReference: {last: 2, in: 1h30m, operator: And}
              - references: {branch: main}
                imagesPerReference: {last: -1}
            ---
            image: node
            from: alpine
            """)
        var expected = PolicyLayer()
        expected.disablesCleanup = false
        expected.disablesWorkloads = true
        expected.disablesKeepPolicies = false
        expected.keepBuiltWithin = 14400
        expected.keepPolicies = [
            KeepPolicy(kind: .tag, pattern: "/v.*/", references: .init(last: 10)),
            KeepPolicy(
                kind: .branch, pattern: "/.*/", references: .init(last: 10, within: 604_800, operator: .or),
                imagesPerReference: .init(last: 2, within: 5400, operator: .and)),
            KeepPolicy(kind: .branch, pattern: "main", imagesPerReference: .init(last: -1)),
        ]
        #expect(layer == expected)
    }

    @Test func `A limit by time alone leaves the number of images to werf's one`() throws {
        let layer = try read("configVersion: 1\ncleanup: {keepPolicies: [{references: {branch: a}, imagesPerReference: {in: 168h}}]}\n")
        #expect(layer?.keepPolicies == [KeepPolicy(kind: .branch, pattern: "a", imagesPerReference: .init(last: nil, within: 604_800))])
    }

    @Test func `A disabled rule for what was just built is one of no time`() throws {
        let text = "configVersion: 1\ncleanup:\n  disableBuiltWithinLastNHoursPolicy: true\n  keepImagesBuiltWithinLastNHours: 4\n"
        #expect(try read(text)?.keepBuiltWithin == 0)
        #expect(try read("configVersion: 1\ncleanup:\n  keepPolicies: []\n")?.keepPolicies == [])
    }

    @Test func `Without a cleanup section there is nothing`() throws {
        #expect(try read("project: chat\nconfigVersion: 1\n---\nimage: node\ncleanup: {disable: true}\n") == nil)
        #expect(try read("configVersion: 1\nproject: {{ env \"P\" }}\n{{- $_ := set . \"A\" 1 }}\n{{ if .B }}\ngitWorktree: {}\n{{ end }}\n") == nil)
        #expect(try read("configVersion: 1\ncleanup:\n") == PolicyLayer())
    }

    @Test func `Templates elsewhere don't matter`() throws {
        let layer = try read(
            """
            {{ $name := "x" }}
            {{- /* configVersion: 1
            cleanup: {disable: true}
            */ -}}
            image: {{ $name }}
            ---
            {{ if .Values.x }}
            image: b
            {{ end }}
            ---
            {{- define "shell" }}
            - echo
            {{- end }}
            "configVersion": 1
            project: {{ env "PROJECT" }}
            'cleanup' :
              # how long {{/* a comment */}}
              keepImagesBuiltWithinLastNHours: 4

            {{ $_ := 1 }}
            deploy:
              namespace: {{ .ns }}
            ---
            {{ include "images" . }}
            """.replacing("\n", with: "\r\n"))
        #expect(layer?.keepBuiltWithin == 14400)
    }

    private static let refused: [(String, String)] = [
        ("configVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {branch: {{ .b }}}\n", "line 4: the cleanup section has a template"),
        (
            "configVersion: 1\ncleanup:\n  disable: false\n{{ if .x }}\n  disableKubernetesBasedPolicy: true\n{{ end }}\n",
            "line 4: the cleanup section"
        ),
        ("configVersion: 1\n{{ if .x }}\ncleanup:\n  disable: true\n{{ end }}\n", "line 3: a template decides"),
        ("{{ define \"meta\" }}\nconfigVersion: 1\ncleanup: {disable: true}\n{{ end }}\n", "line 3: a template decides"),
        ("configVersion: 1\n\n{{ include \"cleanup\" . }}\n", "line 3: a template here may write"),
        ("configVersion: 1\n{{- template \"cleanup\" }}\n", "line 2: a template here may write"),
        ("image: x\n", "no document has 'configVersion'"), ("{{ include \"all\" . }}", "no document has 'configVersion'"), ("", "no document"),
        ("configVersion: 1\n---\nconfigVersion: 1\n", "line 3: a second document"),
        ("configVersion: 1\ncleanup: {}\nproject: x\ncleanup: {}\n", "line 4: 'cleanup' stands here again"),
        ("image: a\n---\nconfigVersion: 1\ncleanup:\n  keepPolicy: []\n", "line 5: 'keepPolicy' is nothing that cleanup has"),
        ("configVersion: 1\ncleanup:\n  disable: yes\n", "line 3: disable is 'yes'; write true or false"),
        ("configVersion: 1\ncleanup: [a]\n", "line 2: cleanup has no keys"),
        ("configVersion: 1\ncleanup:\n  keepImagesBuiltWithinLastNHours: -4\n", "line 3: keepImagesBuiltWithinLastNHours is -4"),
        ("configVersion: 1\ncleanup:\n  disable: true\n  disable: true\n", "line 3: the keys that begin here"),
        ("configVersion: 1\ncleanup:\n\tdisable: true\n", "werf.yaml, line 3: this is not YAML"),
        ("configVersion: 1\ncleanup:\n  keepPolicies:\n  - imagesPerReference: {last: 1}\n", "line 4: this entry of keepPolicies has no references"),
        ("configVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {branch: a, tag: b}\n", "line 4: references has both of branch and tag"),
        ("configVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {limit: {last: 1}}\n", "line 4: references has neither branch nor tag"),
        ("configVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {branch: /a}\n", "with a slash at both ends"),
        ("configVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {branch: a, limit: {in: 7}}\n", "limit.in is '7'"),
        ("configVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {branch: a, limit: {operator: and}}\n", "write one of And, Or"),
        (
            "configVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {branch: a}\n    imagesPerReference: {first: 1}\n",
            "line 5: 'first' is nothing"
        ),
    ]

    @Test(arguments: refused)
    func `What can't be known, or isn't known, is refused with its line`(text: String, message: String) {
        let error = #expect(throws: RetentionError.self) { try read(text) }
        #expect(error?.code == .policy)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
}
