extension OpenAPIDocument {
    static let imagePaths = #"""
        "/images": {
          "get": {
            "operationId": "listImages",
            "summary": "The tags of a repository that are no stages, by name",
            "description": "Needs the right to pull.",
            "parameters": [
              {"$ref": "#/components/parameters/repository"},
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {"description": "A page", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ImageListing"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              \#(failures)
            }
          }
        },
        "/images/inspect": {
          "get": {
            "operationId": "inspectImage",
            "summary": "What is known of one image",
            "description": "Needs the right to pull.",
            "parameters": [
              {"$ref": "#/components/parameters/repository"},
              {"name": "tag", "in": "query", "required": true, "schema": {"$ref": "#/components/schemas/Tag"}}
            ],
            "responses": {
              "200": {"description": "The image", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Image"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              \#(failures)
            }
          }
        },
        "/images/publish": {
          "post": {
            "operationId": "publishImage",
            "summary": "Gives a manifest that is here a tag, in this or another repository, and records why",
            "description": "What the request does not say is read from the image's labels. Needs the right to pull from the source and to push to the repository.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PublishImageRequest"}}}},
            "responses": {
              "201": {
                "description": "The tag as it stands now, durable",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Image"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "404": {"$ref": "#/components/responses/Unknown"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        }
        """#

    static let imageSchemas = #"""
        "Strategy": {
          "type": "string", "enum": ["git-tag", "git-branch", "git-commit", "stages-signature", "custom"],
          "description": "Why an image has its tag; decides how cleanup treats it"
        },
        "Image": {
          "type": "object",
          "required": ["tag", "digest", "size", "publishedAt", "commits"],
          "properties": {
            "tag": {"$ref": "#/components/schemas/Tag"},
            "digest": {"$ref": "#/components/schemas/Digest"},
            "size": {"type": "integer", "format": "int64", "minimum": 0, "description": "Bytes that a puller fetches"},
            "publishedAt": {"$ref": "#/components/schemas/Moment"},
            "imageName": {"type": "string"},
            "strategy": {"$ref": "#/components/schemas/Strategy"},
            "gitReference": {"type": "string", "description": "The git tag, branch or commit that the tag stands for, as git writes it"},
            "commits": {"type": "array", "items": {"$ref": "#/components/schemas/Commit"}},
            "signature": {"$ref": "#/components/schemas/Signature"}
          }
        },
        "ImageListing": {
          "type": "object",
          "required": ["images"],
          "properties": {
            "images": {"type": "array", "items": {"$ref": "#/components/schemas/Image"}},
            "next": {"$ref": "#/components/schemas/Next"}
          }
        },
        "PublishImageRequest": {
          "type": "object",
          "required": ["sourceRepository", "source", "repository", "tag", "strategy", "commits"],
          "properties": {
            "sourceRepository": {"$ref": "#/components/schemas/Repository"},
            "source": {"type": "string", "description": "A tag or a digest"},
            "repository": {"$ref": "#/components/schemas/Repository"},
            "tag": {"$ref": "#/components/schemas/Tag"},
            "strategy": {"$ref": "#/components/schemas/Strategy"},
            "imageName": {"type": "string"},
            "gitReference": {"type": "string"},
            "commits": {"type": "array", "items": {"$ref": "#/components/schemas/Commit"}}
          }
        }
        """#
}
