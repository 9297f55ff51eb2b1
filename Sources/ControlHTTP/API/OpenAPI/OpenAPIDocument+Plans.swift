extension OpenAPIDocument {
    static let planPaths = #"""
        "/cleanup/plans": {
          "get": {
            "operationId": "listPlans",
            "summary": "The plans of a project and what became of them, the newest first",
            "description": "At most 100 a page. They are kept for 90 days. \#(readsProject)",
            "parameters": [
              {"$ref": "#/components/parameters/project"},
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {"description": "A page", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CleanupListing"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(failures)
            }
          },
          "post": {
            "operationId": "createPlan",
            "summary": "Announces a plan, whose items follow",
            "description": "Needs the right to delete in PROJECT/stages and in every repository of the watermark.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CleanupOrder"}}}},
            "responses": {
              "201": {
                "description": "The record of the plan, with its id",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CleanupRecord"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "409": {"$ref": "#/components/responses/PlanConflict"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/cleanup/plans/items": {
          "post": {
            "operationId": "addItems",
            "summary": "Hands over a piece of a plan",
            "description": "The pieces come in the order of the plan. One that is here already may be sent again. \#(deletesPlan)",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AddItemsRequest"}}}},
            "responses": {
              "204": {"description": "They are here"},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/UnknownPlan"},
              "409": {"$ref": "#/components/responses/PlanConflict"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/cleanup/apply": {
          "post": {
            "operationId": "applyPlan",
            "summary": "Has a plan carried out, of which all items are here",
            "description": "Ask for the plan to see how far it is. An item is left alone that changed, or was used or published, since the inventory, and so is what it needs. A plan that would delete more than its largest share of the project's image tags is refused with SHARE_EXCEEDED unless it is forced. Asking again changes nothing; one that failed goes on. \#(deletesPlan)",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ApplyPlanRequest"}}}},
            "responses": {
              "202": {
                "description": "It is being applied, or was",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CleanupRecord"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/UnknownPlan"},
              "409": {"$ref": "#/components/responses/PlanConflict"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/cleanup/undo": {
          "post": {
            "operationId": "undoPlan",
            "summary": "Has taken back what a plan deleted, as far as the trash has it and its tags are free",
            "description": "Ask for the plan to see how far it is. \#(deletesPlan)",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/UndoPlanRequest"}}}},
            "responses": {
              "202": {
                "description": "It is being taken back, or was",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CleanupRecord"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/UnknownPlan"},
              "409": {"$ref": "#/components/responses/PlanConflict"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/cleanup/plan": {
          "get": {
            "operationId": "plan",
            "summary": "How a plan stands",
            "description": "Needs the right to pull from every repository that the plan knew.",
            "parameters": [{"name": "id", "in": "query", "required": true, "schema": {"type": "string"}}],
            "responses": {
              "200": {"description": "The record", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CleanupRecord"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/UnknownPlan"},
              \#(failures)
            }
          }
        },
        "/cleanup/items": {
          "get": {
            "operationId": "listPlanItems",
            "summary": "Everything that a plan names, in its order, with the rule and the reason, and what became of it",
            "description": "Needs the right to pull from every repository that the plan knew.",
            "parameters": [
              {"name": "plan", "in": "query", "required": true, "schema": {"type": "string"}},
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {"description": "A page", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OutcomeListing"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/UnknownPlan"},
              \#(failures)
            }
          }
        },
        "/cleanup/skipped": {
          "get": {
            "operationId": "listSkipped",
            "summary": "What a plan left alone, or could not restore, in its order",
            "description": "Needs the right to pull from every repository that the plan knew.",
            "parameters": [
              {"name": "plan", "in": "query", "required": true, "schema": {"type": "string"}},
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {"description": "A page", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SkippedListing"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/UnknownPlan"},
              \#(failures)
            }
          }
        }
        """#

    static let readsProject = "Needs the right to pull from PROJECT/stages, whether it is there or not, and from every repository that is told of."

    private static let deletesPlan = "Needs the right to delete in every repository that the plan knew."

    static let planSchemas = #"""
        "CleanupOrder": {
          "type": "object",
          "required": ["project", "origin", "createdAt", "watermark", "inventoryAt", "itemCount", "undoWindow", "largestShare", "isForced"],
          "properties": {
            "project": {"$ref": "#/components/schemas/Repository"},
            "origin": {"type": "string", "enum": ["command", "schedule", "purge"]},
            "createdAt": {"$ref": "#/components/schemas/Moment"},
            "watermark": {"$ref": "#/components/schemas/Watermark"},
            "inventoryAt": {"type": "integer", "format": "int64", "description": "When the first page of the inventory was read"},
            "itemCount": {"type": "integer", "minimum": 0},
            "undoWindow": {"type": "integer", "format": "int64", "minimum": 0, "description": "How long it can be restored; 0: not at all"},
            "largestShare": {"type": "number", "description": "From 0 to 1; does not count where there are fewer than 20 image tags"},
            "isForced": {"type": "boolean", "description": "Goes beyond the share"}
          }
        },
        "CleanupItem": {
          "type": "object",
          "required": ["kind", "repository", "digest", "generation", "rule", "reason", "needs"],
          "properties": {
            "kind": {"type": "string", "enum": ["stage", "image", "service", "referrer", "untagged"]},
            "repository": {"$ref": "#/components/schemas/Repository"},
            "tag": {"type": "string", "description": "Absent for a manifest without a tag"},
            "digest": {"$ref": "#/components/schemas/Digest"},
            "generation": {"type": "integer", "format": "int64", "description": "As in the inventory"},
            "rule": {"type": "string"},
            "reason": {"type": "string"},
            "needs": {
              "type": "array", "items": {"type": "integer", "minimum": 0},
              "description": "Positions of later items that stay where this one stays"
            }
          }
        },
        "AddItemsRequest": {
          "type": "object",
          "required": ["plan", "position", "items"],
          "properties": {
            "plan": {"type": "string"},
            "position": {"type": "integer", "minimum": 0, "description": "Of the first item in the plan"},
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/CleanupItem"}}
          }
        },
        "ApplyPlanRequest": {
          "type": "object",
          "required": ["plan", "isForced"],
          "properties": {
            "plan": {"type": "string"},
            "isForced": {"type": "boolean"}
          }
        },
        "UndoPlanRequest": {
          "type": "object",
          "required": ["plan"],
          "properties": {"plan": {"type": "string"}}
        },
        "CleanupRecord": {
          "type": "object",
          "required": ["id", "order", "state", "receivedAt", "done", "deleted", "skipped", "restored"],
          "properties": {
            "id": {"type": "string"},
            "order": {"$ref": "#/components/schemas/CleanupOrder"},
            "state": {"type": "string", "enum": ["receiving", "ready", "applying", "applied", "undoing", "undone", "failed"]},
            "receivedAt": {"$ref": "#/components/schemas/Moment"},
            "finishedAt": {"$ref": "#/components/schemas/Moment"},
            "done": {"type": "integer", "minimum": 0, "description": "Items that were looked at so far"},
            "deleted": {"type": "integer", "minimum": 0},
            "skipped": {"type": "integer", "minimum": 0},
            "restored": {"type": "integer", "minimum": 0},
            "message": {"type": "string", "description": "Why it failed"}
          }
        },
        "CleanupListing": {
          "type": "object",
          "required": ["plans"],
          "properties": {
            "plans": {"type": "array", "items": {"$ref": "#/components/schemas/CleanupRecord"}},
            "next": {"$ref": "#/components/schemas/Next"}
          }
        },
        "OutcomeListing": {
          "type": "object",
          "required": ["items"],
          "properties": {
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["position", "item", "state"],
                "properties": {
                  "position": {"type": "integer", "minimum": 0},
                  "item": {"$ref": "#/components/schemas/CleanupItem"},
                  "state": {"type": "string", "enum": ["waiting", "deleted", "skipped", "restored"]},
                  "cause": {"$ref": "#/components/schemas/SkipCause"},
                  "detail": {"type": "string"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Next"}
          }
        },
        "SkipCause": {
          "type": "string",
          "description": "Why it was skipped, or, for taken and expired, not restored",
          "enum": ["gone", "changed", "used", "published", "needed", "taken", "expired"]
        },
        "SkippedListing": {
          "type": "object",
          "required": ["items"],
          "properties": {
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["position", "item", "cause", "detail"],
                "properties": {
                  "position": {"type": "integer", "minimum": 0},
                  "item": {"$ref": "#/components/schemas/CleanupItem"},
                  "cause": {"$ref": "#/components/schemas/SkipCause"},
                  "detail": {"type": "string"}
                }
              }
            },
            "next": {"$ref": "#/components/schemas/Next"}
          }
        }
        """#
}
