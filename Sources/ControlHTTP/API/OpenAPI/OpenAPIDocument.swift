/// The description of `/api/v1/` in OpenAPI 3.1, as it is served. It is written by hand, for people; a test holds it to what the
/// server does.
package enum OpenAPIDocument {
    package static let text = #"""
        {
          "openapi": "3.1.0",
          "info": {
            "title": "Stowage",
            "version": "1",
            "description": \#(quoted(description))
          },
          "servers": [{"url": "/api/v1"}],
          "paths": {
            \#([stagePaths, imagePaths, trashPaths, inventoryPaths, planPaths, leasePaths, otherPaths].joined(separator: ",\n"))
          },
          "components": {
            "parameters": {
              \#(parameters)
            },
            "responses": {
              \#(responses)
            },
            "schemas": {
              \#([nameSchemas, stageSchemas, imageSchemas, trashSchemas, inventorySchemas, planSchemas, leaseSchemas, otherSchemas].joined(separator: ",\n"))
            }
          }
        }

        """#

    private static let description = """
        The stage cache, its images and its leases, and the cleanup of all that. Bytes go through the OCI API under /v2/.

        All bodies are JSON in UTF-8, requests of at most 1 MiB. Unknown keys of a request and unknown items of a query are \
        ignored, and later servers may answer further keys. Absent values are left out. Moments are unix milliseconds by the \
        server's clock, durations are milliseconds.

        HEAD is answered wherever GET is. A path that has other methods than the one that was sent is answered with 405 and Allow, \
        an unknown path with 404. Every refusal has the body that the schema Error describes, and every answer an X-Request-Id.
        """

    private static func quoted(_ text: String) -> String {
        "\"\(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n"))\""
    }

    /// What can befall every request.
    static let failures = #"""
        "401": {"$ref": "#/components/responses/Unauthenticated"},
        "403": {"$ref": "#/components/responses/Denied"},
        "500": {"$ref": "#/components/responses/Failed"},
        "503": {"$ref": "#/components/responses/Unavailable"}
        """#

    /// What can befall every request with a body.
    static let bodyFailures = #"""
        "408": {"$ref": "#/components/responses/BodyStopped"},
        "413": {"$ref": "#/components/responses/TooLarge"},
        \#(failures)
        """#
}
