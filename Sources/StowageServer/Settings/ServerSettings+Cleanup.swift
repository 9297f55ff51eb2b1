extension ServerSettings {
    /// How the garbage collector works.
    package struct Collector: Hashable, Sendable {
        package var grace: Duration
        package var interval: Duration
        package var maximumRate: Int?
        package var orphanInterval: Duration?

        /// - Parameters:
        ///   - grace: how long something that lost its last reference stays at least; each request for it puts that off by as much.
        ///   - interval: how often it looks for what is due.
        ///   - maximumRate: blobs that are removed in a second at most; `nil`: as many as it can.
        ///   - orphanInterval: how often it looks for files that nothing knows; `nil`: only when asked.
        package init(
            grace: Duration = .seconds(3600), interval: Duration = .seconds(10), maximumRate: Int? = 1000,
            orphanInterval: Duration? = .seconds(86_400)
        ) {
            self.grace = grace
            self.interval = interval
            self.maximumRate = maximumRate
            self.orphanInterval = orphanInterval
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(
                grace: try reader.value(SettingKeys.grace),
                interval: try reader.value(SettingKeys.collectorInterval),
                maximumRate: try reader.value(SettingKeys.maximumRate),
                orphanInterval: try reader.value(SettingKeys.orphanInterval))
        }
    }

    /// What is deleted, and when.
    package struct Cleanup: Hashable, Sendable {
        package var undoWindow: Duration?
        package var schedule: CronSchedule?
        package var policies: String?
        package var projectPattern: String?

        /// - Parameters:
        ///   - undoWindow: how long what is deleted can be restored, where no policy says it; `nil`: not at all.
        ///   - schedule: when every project that the policies name is cleaned up; `nil`: never.
        ///   - policies: the path of the file with the policies of projects; read at the start.
        ///   - projectPattern: which repositories are one project; `nil`: as ``StageModel/ProjectName`` finds it.
        package init(
            undoWindow: Duration? = .seconds(86_400), schedule: CronSchedule? = nil, policies: String? = nil, projectPattern: String? = nil
        ) {
            self.undoWindow = undoWindow
            self.schedule = schedule
            self.policies = policies
            self.projectPattern = projectPattern
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(
                undoWindow: try reader.value(SettingKeys.undoWindow),
                schedule: try reader.value(SettingKeys.cleanupSchedule),
                policies: try reader.value(SettingKeys.cleanupPolicies),
                projectPattern: try reader.value(SettingKeys.projectPattern))
        }
    }
}
