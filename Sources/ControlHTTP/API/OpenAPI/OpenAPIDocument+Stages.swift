extension OpenAPIDocument {
    static let stagePaths = #"""
        "/stages/lookup": {
          "post": {
            "operationId": "lookupStages",
            "summary": "What there is under each signature of a chain",
            "description": "A signature of which nothing is known has generation 0 and no candidates, also in a repository that does not exist. Candidates come in ascending order of their unique ids. Marks them as used. Needs the right to pull.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LookupRequest"}}}},
            "responses": {
              "200": {
                "description": "The states, in the order of the request",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LookupResponse"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(bodyFailures)
            }
          }
        },
        "/stages/publish": {
          "post": {
            "operationId": "publishStage",
            "summary": "Makes a manifest, which was pushed by its digest before, a stage",
            "description": "Only if the signature's generation is still the one that was looked up, and the lease, if one is named, was not granted to somebody else since. Its tag is the signature and a unique id: the time, raised until it is unique within the signature. Needs the right to push.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PublishStageRequest"}}}},
            "responses": {
              "201": {
                "description": "It is a stage, and durable",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PublishStageResponse"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              "409": {
                "description": "Nothing was published: the signature changed, or the lease was lost",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PublishStageResponse"}}}
              },
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/stages": {
          "get": {
            "operationId": "listStages",
            "summary": "The stages of a repository, rejected ones too, with their hits",
            "description": "Needs the right to pull.",
            "parameters": [
              {"$ref": "#/components/parameters/repository"},
              {"name": "stage", "in": "query", "description": "Only stages of this name", "schema": {"type": "string"}},
              {
                "name": "order", "in": "query", "description": "The one published last first, or by signature and unique id",
                "schema": {"type": "string", "enum": ["newest", "tag"], "default": "newest"}
              },
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {"description": "A page", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/StageListing"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              \#(failures)
            }
          }
        }
        """#

    static let stageSchemas = #"""
        "StageCandidate": {
          "type": "object",
          "required": ["tag", "uniqueID", "digest", "size", "publishedAt", "commits"],
          "properties": {
            "tag": {"type": "string", "description": "What it can be pulled as"},
            "uniqueID": {"type": "integer", "format": "int64", "minimum": 0, "description": "0 for a tag that is a bare signature"},
            "digest": {"$ref": "#/components/schemas/Digest"},
            "size": {"type": "integer", "format": "int64", "minimum": 0, "description": "Bytes that a puller fetches"},
            "publishedAt": {"$ref": "#/components/schemas/Moment"},
            "commits": {"type": "array", "items": {"$ref": "#/components/schemas/Commit"}, "description": "It was built from these"},
            "stageName": {"type": "string"},
            "imageName": {"type": "string"},
            "parent": {"type": "string", "description": "The stage below: a signature, a stage tag or a digest"},
            "gitReference": {"type": "string", "description": "The branch or tag that it was built from, for people"},
            "buildTime": {"type": "integer", "format": "int64", "minimum": 0, "description": "How long its command ran, in milliseconds"}
          }
        },
        "SignatureState": {
          "type": "object",
          "required": ["signature", "generation", "candidates"],
          "properties": {
            "signature": {"$ref": "#/components/schemas/Signature"},
            "generation": {"$ref": "#/components/schemas/Generation"},
            "candidates": {
              "type": "array", "items": {"$ref": "#/components/schemas/StageCandidate"},
              "description": "In ascending order of their unique ids; without rejected ones"
            }
          }
        },
        "LookupRequest": {
          "type": "object",
          "required": ["repository", "signatures"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "signatures": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/Signature"}}
          }
        },
        "LookupResponse": {
          "type": "object",
          "required": ["stages"],
          "properties": {"stages": {"type": "array", "items": {"$ref": "#/components/schemas/SignatureState"}}}
        },
        "PublishStageRequest": {
          "type": "object",
          "required": ["repository", "signature", "digest", "generation"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "signature": {"$ref": "#/components/schemas/Signature"},
            "digest": {"$ref": "#/components/schemas/Digest"},
            "generation": {"$ref": "#/components/schemas/Generation"},
            "lease": {"$ref": "#/components/schemas/LeaseName"},
            "token": {"type": "integer", "format": "int64", "description": "The lease's fencing token; both or none"}
          }
        },
        "PublishStageResponse": {
          "type": "object",
          "required": ["outcome", "state"],
          "properties": {
            "outcome": {
              "type": "string", "enum": ["published", "moved", "lease-lost"],
              "description": "moved: something changed under the signature; select again among the state's candidates"
            },
            "stage": {"$ref": "#/components/schemas/StageCandidate"},
            "state": {"$ref": "#/components/schemas/SignatureState"}
          }
        },
        "StageListing": {
          "type": "object",
          "required": ["stages"],
          "properties": {
            "stages": {"type": "array", "items": {"$ref": "#/components/schemas/ListedStage"}},
            "next": {"$ref": "#/components/schemas/Next"}
          }
        },
        "ListedStage": {
          "type": "object",
          "required": ["stage", "signature", "hits", "isRejected"],
          "properties": {
            "stage": {"$ref": "#/components/schemas/StageCandidate"},
            "signature": {"$ref": "#/components/schemas/Signature"},
            "hits": {"type": "integer", "format": "int64", "minimum": 0, "description": "Since it was published"},
            "lastUsedAt": {"$ref": "#/components/schemas/Moment"},
            "isRejected": {"type": "boolean", "description": "Whether lookups hide it"}
          }
        }
        """#
}
