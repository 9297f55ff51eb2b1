/// Where this package lies, found from the place of this file.
enum PackageFolder {
    static let path = String(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/"))
}
