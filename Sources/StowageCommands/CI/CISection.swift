/// Variables that belong together, under a headline.
struct CISection: Equatable {
    let title: String
    let exports: [CIExport]

    init(_ title: String, _ exports: [CIExport]) {
        self.title = title
        self.exports = exports
    }
}
