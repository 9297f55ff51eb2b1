extension OpenAPIDocument {
    static let otherPaths = #"""
        "/statistics": {
          "get": {
            "operationId": "statistics",
            "summary": "What the cache was good for, by repository and hour",
            "description": "Needs the right to pull from the repository; without one, to read metrics.",
            "parameters": [
              {"name": "repository", "in": "query", "schema": {"$ref": "#/components/schemas/Repository"}},
              {
                "name": "hours", "in": "query", "description": "How far back",
                "schema": {"type": "integer", "minimum": 1, "maximum": 2160, "default": 24}
              }
            ],
            "responses": {
              "200": {
                "description": "The newest hour first, then by repository; hours without a use are left out",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HitStatistics"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(failures)
            }
          }
        },
        "/openapi.json": {
          "get": {
            "operationId": "describe",
            "summary": "This document",
            "responses": {
              "200": {"description": "This document", "content": {"application/json": {"schema": {"type": "object"}}}},
              \#(failures)
            }
          }
        }
        """#

    static let parameters = #"""
        "repository": {"name": "repository", "in": "query", "required": true, "schema": {"$ref": "#/components/schemas/Repository"}},
        "project": {"name": "project", "in": "query", "required": true, "schema": {"$ref": "#/components/schemas/Repository"}},
        "after": {"name": "after", "in": "query", "description": "The next of the page before", "schema": {"type": "string"}},
        "n": {
          "name": "n", "in": "query", "description": "Entries of the page at most; the server has a limit of its own",
          "schema": {"type": "integer", "minimum": 0}
        }
        """#

    static let responses = [
        response("Invalid", "Something that can't be; the message says what"),
        response("Unauthenticated", "Credentials are needed"),
        response("Denied", "These credentials don't allow it"),
        response("Unknown", "There is no such repository, manifest or image"),
        response("BodyStopped", "The body stopped arriving"),
        response("UnknownPlan", "There is no such plan, or not any more"),
        response("PlanConflict", "The plan does not fit: to its own state (PLAN_CONFLICT), or into its largest share (SHARE_EXCEEDED)"),
        response("TagTaken", "The tag has another target by now"),
        response("LeaseLost", "Somebody else was granted the lease meanwhile, or nobody holds it"),
        response("TooLarge", "The body is larger than 1 MiB, or the answer would be larger than 64 MiB"),
        response("Failed", "The server failed; its log has the reason under the request's id"),
        response("Unavailable", "The server is stopping or busy; try again"),
        response("Full", "The server's disk is full"),
    ].joined(separator: ",\n")

    private static func response(_ name: String, _ description: String) -> String {
        """
        "\(name)": {
          "description": "\(description)",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        }
        """
    }

    static let nameSchemas = #"""
        "Repository": {
          "type": "string", "maxLength": 255,
          "pattern": "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$"
        },
        "Tag": {"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$"},
        "Digest": {"type": "string", "pattern": "^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$", "description": "Of a manifest"},
        "Signature": {
          "type": "string", "pattern": "^([0-9a-f]{64}|[0-9a-f]{56})$",
          "description": "A hash of everything that goes into a stage: SHA-256, or werf's SHA3-224"
        },
        "Commit": {"type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"},
        "Generation": {
          "type": "integer", "format": "int64", "minimum": 0,
          "description": "Rises with every change under a signature, deletions included; 0 where there never was anything"
        },
        "Moment": {"type": "integer", "format": "int64", "description": "In unix milliseconds"},
        "Next": {"type": "string", "description": "What to pass as after for the next page; absent on the last"}
        """#

    static let otherSchemas = #"""
        "HitStatistics": {
          "type": "object",
          "required": ["hours"],
          "properties": {
            "hours": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["repository", "hour", "lookups", "hits", "misses", "bytesServed", "buildTimeSaved"],
                "properties": {
                  "repository": {"$ref": "#/components/schemas/Repository"},
                  "hour": {"$ref": "#/components/schemas/Moment"},
                  "lookups": {"type": "integer", "format": "int64", "description": "Signatures and stage tags that were asked for"},
                  "hits": {"type": "integer", "format": "int64"},
                  "misses": {"type": "integer", "format": "int64"},
                  "bytesServed": {"type": "integer", "format": "int64", "description": "Bytes of blobs that were sent"},
                  "buildTimeSaved": {
                    "type": "integer", "format": "int64",
                    "description": "Milliseconds of building that hits made unnecessary, as far as stages carry their build time"
                  }
                }
              }
            }
          }
        },
        "Error": {
          "type": "object",
          "required": ["errors"],
          "properties": {
            "errors": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                  "code": {"type": "string"},
                  "message": {"type": "string", "description": "What is wrong and what to do about it"},
                  "detail": {"type": "object", "additionalProperties": {"type": "string"}}
                }
              }
            }
          }
        }
        """#
}
