extension OpenAPIDocument {
    static let trashPaths = #"""
        "/images/delete": {
          "post": {
            "operationId": "deleteImage",
            "summary": "Deletes a tag with its manifest, or a manifest with its tags",
            "description": "By its tag it is gone at once. Within the undo window a tag's manifest can still be pulled by its digest, and all can be restored. A manifest that something else needs stays. Needs the right to delete.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DeleteImageRequest"}}}},
            "responses": {
              "200": {
                "description": "What was deleted, durable",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TrashListing"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/images/restore": {
          "post": {
            "operationId": "restoreImage",
            "summary": "Takes a tag, or a manifest with its tags, out of the trash",
            "description": "Needs the right to delete.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RestoreImageRequest"}}}},
            "responses": {
              "200": {
                "description": "What is there again, durable",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TrashListing"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              "409": {"$ref": "#/components/responses/TagTaken"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/trash": {
          "get": {
            "operationId": "listTrash",
            "summary": "What can be restored in a repository, what was deleted last first",
            "description": "Needs the right to pull.",
            "parameters": [
              {"$ref": "#/components/parameters/repository"},
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {"description": "A page", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TrashListing"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              \#(failures)
            }
          }
        },
        "/gc": {
          "get": {
            "operationId": "collectorStatus",
            "summary": "How the garbage collector stands",
            "description": "Needs the right to read metrics.",
            "responses": {
              "200": {"description": "The state", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CollectorStatus"}}}},
              \#(failures)
            }
          }
        },
        "/gc/run": {
          "post": {
            "operationId": "runCollector",
            "summary": "Has the garbage collector do at once what is due",
            "description": "Nothing goes that would not go by itself. The run is over when runs of the state has risen by one, or by two where one was running already. Needs the right to delete in the whole registry.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RunCollectorRequest"}}}},
            "responses": {
              "202": {
                "description": "It was asked for; the state before",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CollectorStatus"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(bodyFailures)
            }
          }
        }
        """#

    static let trashSchemas = #"""
        "DeleteImageRequest": {
          "type": "object",
          "required": ["repository", "reference", "now"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "reference": {"type": "string", "description": "A tag or a digest"},
            "now": {"type": "boolean", "description": "For good: nothing can be restored, and the manifest is not served by its digest either"}
          }
        },
        "RestoreImageRequest": {
          "type": "object",
          "required": ["repository", "reference"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "reference": {"type": "string", "description": "A tag or a digest"}
          }
        },
        "TrashEntry": {
          "type": "object",
          "required": ["repository", "digest", "deletedAt", "expiresAt", "reason"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "tag": {"type": "string", "description": "Absent where a manifest without a tag was deleted"},
            "digest": {"$ref": "#/components/schemas/Digest"},
            "deletedAt": {"$ref": "#/components/schemas/Moment"},
            "expiresAt": {"$ref": "#/components/schemas/Moment"},
            "reason": {"type": "string"},
            "plan": {"type": "string", "description": "The plan that deleted it"}
          }
        },
        "TrashListing": {
          "type": "object",
          "required": ["entries"],
          "properties": {
            "entries": {"type": "array", "items": {"$ref": "#/components/schemas/TrashEntry"}},
            "next": {"$ref": "#/components/schemas/Next"}
          }
        },
        "RunCollectorRequest": {
          "type": "object",
          "required": ["orphans"],
          "properties": {
            "orphans": {"type": "boolean", "description": "Also looks through all folders of blobs for files that nothing knows"}
          }
        },
        "CollectorStatus": {
          "type": "object",
          "required": ["isRunning", "startsAt", "grace", "blobReviews", "dueBlobReviews", "manifestReviews", "trashEntries", "runs", "totals"],
          "properties": {
            "isRunning": {"type": "boolean"},
            "startsAt": {"$ref": "#/components/schemas/Moment"},
            "grace": {"type": "integer", "format": "int64", "description": "How long something stays that lost its last reference, in milliseconds"},
            "blobReviews": {"type": "integer", "format": "int64", "minimum": 0, "description": "Blobs to be looked at"},
            "dueBlobReviews": {"type": "integer", "format": "int64", "minimum": 0},
            "manifestReviews": {"type": "integer", "format": "int64", "minimum": 0},
            "trashEntries": {"type": "integer", "format": "int64", "minimum": 0},
            "nextDueAt": {"$ref": "#/components/schemas/Moment"},
            "lastRunAt": {"$ref": "#/components/schemas/Moment"},
            "lastOrphanScanAt": {"$ref": "#/components/schemas/Moment"},
            "strangeFiles": {
              "type": "integer", "format": "int64", "minimum": 0,
              "description": "Files among the blobs that are none, found by that scan; they are left alone"
            },
            "lastError": {"type": "string"},
            "runs": {"type": "integer", "format": "int64", "minimum": 0, "description": "Runs that were finished since the server started"},
            "totals": {
              "type": "object",
              "required": [
                "deletedBlobs", "deletedBytes", "deletedManifests", "expiredTrash", "orphans", "kept", "revived", "failures"
              ],
              "description": "Since the server started",
              "properties": {
                "deletedBlobs": {"type": "integer", "format": "int64"},
                "deletedBytes": {"type": "integer", "format": "int64"},
                "deletedManifests": {"type": "integer", "format": "int64"},
                "expiredTrash": {"type": "integer", "format": "int64"},
                "orphans": {"type": "integer", "format": "int64", "description": "Files that nothing knew"},
                "kept": {"type": "integer", "format": "int64", "description": "Blobs that were looked at and are still needed"},
                "revived": {"type": "integer", "format": "int64", "description": "Blobs that were asked for while they were about to go"},
                "failures": {"type": "integer", "format": "int64"}
              }
            }
          }
        }
        """#
}
