extension OpenAPIDocument {
    static let inventoryPaths = #"""
        "/cleanup/watermark": {
          "get": {
            "operationId": "watermark",
            "summary": "A moment before git is looked at; what is published later is not deleted by the plan that is made with it",
            "description": "\#(readsProject)",
            "parameters": [{"$ref": "#/components/parameters/project"}],
            "responses": {
              "200": {
                "description": "The project's repositories, and how far each has come",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Watermark"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(failures)
            }
          }
        },
        "/cleanup/inventory": {
          "get": {
            "operationId": "inventory",
            "summary": "What a project has: some manifests of one of its repositories, with their tags and what these mean",
            "description": "Everything of a page is from one moment. At most 1,000 manifests a page. \#(readsProject)",
            "parameters": [
              {"$ref": "#/components/parameters/project"},
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {
                "description": "A page; one without manifests where the project has nothing, or nothing more",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/InventoryPage"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(failures)
            }
          }
        },
        "/cleanup/policies": {
          "get": {
            "operationId": "cleanupPolicies",
            "summary": "What the server says of a project's cleanup",
            "description": "Needs the right to pull from PROJECT/stages, whether it is there or not.",
            "parameters": [{"$ref": "#/components/parameters/project"}],
            "responses": {
              "200": {"description": "It", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PolicyDocument"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(failures)
            }
          }
        }
        """#

    static let inventorySchemas = #"""
        "Watermark": {
          "type": "object",
          "required": ["catalog", "project", "takenAt", "repositories"],
          "properties": {
            "catalog": {"type": "string", "description": "Which catalog it is of: no other takes a plan that was made with it"},
            "project": {"$ref": "#/components/schemas/Repository"},
            "takenAt": {"$ref": "#/components/schemas/Moment"},
            "repositories": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["name", "generation"],
                "properties": {
                  "name": {"$ref": "#/components/schemas/Repository"},
                  "generation": {"type": "integer", "format": "int64", "minimum": 0, "description": "Of the last change in it"}
                }
              }
            }
          }
        },
        "InventoryPage": {
          "type": "object",
          "required": ["repository", "takenAt"],
          "description": "What is empty, false or not known is left out",
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "takenAt": {"$ref": "#/components/schemas/Moment"},
            "blobs": {
              "type": "array",
              "description": "What the manifests name, each once",
              "items": {
                "type": "object",
                "required": ["digest", "size"],
                "properties": {
                  "digest": {"$ref": "#/components/schemas/Digest"},
                  "size": {"type": "integer", "format": "int64", "minimum": 0},
                  "isShared": {"type": "boolean", "description": "A repository outside of the project has it too"}
                }
              }
            },
            "manifests": {
              "type": "array", "items": {"$ref": "#/components/schemas/InventoryManifest"},
              "description": "In the order of their digests"
            },
            "next": {"$ref": "#/components/schemas/Next"}
          }
        },
        "InventoryManifest": {
          "type": "object",
          "required": ["digest", "kind", "generation", "createdAt"],
          "properties": {
            "digest": {"$ref": "#/components/schemas/Digest"},
            "kind": {"type": "string", "enum": ["image", "index", "other"]},
            "generation": {"type": "integer", "format": "int64", "description": "Of its publishing"},
            "createdAt": {"$ref": "#/components/schemas/Moment"},
            "untaggedAt": {"type": "integer", "format": "int64", "description": "Since when no tag points at it"},
            "isInTrash": {"type": "boolean", "description": "A tag of it can be restored"},
            "lastUsedAt": {"$ref": "#/components/schemas/Moment"},
            "subject": {"$ref": "#/components/schemas/Digest"},
            "config": {"type": "integer", "minimum": 0, "description": "Its place in blobs"},
            "layers": {"type": "array", "items": {"type": "integer", "minimum": 0}, "description": "Places in blobs"},
            "entries": {"type": "array", "items": {"$ref": "#/components/schemas/Digest"}, "description": "What an index names"},
            "tags": {"type": "array", "items": {"$ref": "#/components/schemas/InventoryTag"}}
          }
        },
        "InventoryTag": {
          "type": "object",
          "required": ["name", "generation", "publishedAt"],
          "description": "With one of stage, image and service: what it means",
          "properties": {
            "name": {"$ref": "#/components/schemas/Tag"},
            "generation": {"type": "integer", "format": "int64", "description": "Of its last change"},
            "publishedAt": {"$ref": "#/components/schemas/Moment"},
            "lastUsedAt": {"$ref": "#/components/schemas/Moment"},
            "isRecorded": {"type": "boolean", "description": "Its meaning was said by who published it, rather than read from the image"},
            "isRejected": {"type": "boolean", "description": "A stage that its -rejected tag hides"},
            "stage": {
              "type": "object",
              "properties": {
                "stageName": {"type": "string"},
                "imageName": {"type": "string"},
                "parent": {"type": "string"},
                "commits": {"type": "array", "items": {"$ref": "#/components/schemas/Commit"}},
                "imports": {"type": "array", "items": {"type": "string"}, "description": "Where files in it come from: signatures, stage tags or digests"},
                "gitReference": {"type": "string"},
                "buildMilliseconds": {"type": "integer", "format": "int64"},
                "size": {"type": "integer", "format": "int64", "minimum": 0}
              }
            },
            "image": {
              "type": "object",
              "properties": {
                "imageName": {"type": "string"},
                "strategy": {"$ref": "#/components/schemas/Strategy"},
                "gitReference": {"type": "string"},
                "commits": {"type": "array", "items": {"$ref": "#/components/schemas/Commit"}},
                "imports": {"type": "array", "items": {"type": "string"}},
                "signature": {"$ref": "#/components/schemas/Signature"},
                "size": {"type": "integer", "format": "int64", "minimum": 0}
              }
            },
            "service": {
              "type": "array", "items": {"type": "array", "items": {"type": "string"}},
              "description": "A record of werf's: its labels, as pairs of name and value"
            }
          }
        },
        "PolicyDocument": {
          "type": "object",
          "required": ["grace", "undoWindow"],
          "properties": {
            "layer": {"$ref": "#/components/schemas/PolicyLayer"},
            "grace": {"type": "integer", "format": "int64", "minimum": 0, "description": "How long the collector waits at least, in seconds"},
            "undoWindow": {"type": "integer", "format": "int64", "minimum": 0, "description": "Where no policy says it, in seconds"}
          }
        },
        "PolicyLayer": {
          "type": "object",
          "description": "The server's policies for the project, as its file of policies says them; durations in seconds, sizes in bytes",
          "properties": {
            "gitTag": {"$ref": "#/components/schemas/StrategyPolicy"},
            "gitCommit": {"$ref": "#/components/schemas/StrategyPolicy"},
            "stagesSignature": {"$ref": "#/components/schemas/StrategyPolicy"},
            "gitBranch": {"$ref": "#/components/schemas/StrategyPolicy"},
            "custom": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["tags"],
                "properties": {"tags": {"type": "string"}, "limit": {"type": "integer"}, "expiryDays": {"type": "integer"}}
              }
            },
            "keepPolicies": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "pattern", "imagesPerReference"],
                "properties": {
                  "kind": {"type": "string", "enum": ["branch", "tag"]},
                  "pattern": {"type": "string"},
                  "references": {"$ref": "#/components/schemas/KeepLimit"},
                  "imagesPerReference": {"$ref": "#/components/schemas/KeepLimit"}
                }
              }
            },
            "disablesKeepPolicies": {"type": "boolean"},
            "disablesWorkloads": {"type": "boolean"},
            "disablesCleanup": {"type": "boolean"},
            "keepPatterns": {"type": "array", "items": {"type": "string"}},
            "keepList": {"type": "array", "items": {"type": "string"}},
            "keepBuiltWithin": {"type": "integer", "format": "int64"},
            "keepUsedWithin": {"type": "integer", "format": "int64"},
            "stagesKeepUnneededFor": {"type": "integer", "format": "int64"},
            "untaggedKeepFor": {"type": "integer", "format": "int64"},
            "budget": {"type": "integer", "format": "int64"},
            "undoWindow": {"type": "integer", "format": "int64"},
            "largestShare": {"type": "number"},
            "classification": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["tags", "strategy"],
                "properties": {"tags": {"type": "string"}, "strategy": {"$ref": "#/components/schemas/Strategy"}}
              }
            }
          }
        },
        "StrategyPolicy": {
          "type": "object",
          "properties": {"limit": {"type": "integer"}, "expiryDays": {"type": "integer"}, "deleteGone": {"type": "boolean"}}
        },
        "KeepLimit": {
          "type": "object",
          "required": ["operator"],
          "properties": {
            "last": {"type": "integer"},
            "within": {"type": "integer", "format": "int64"},
            "operator": {"type": "string", "enum": ["And", "Or"]}
          }
        }
        """#
}
