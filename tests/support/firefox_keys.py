"""The shape of each Firefox policy that we set, as the schema of Firefox ESR 153 documents it."""

FIREFOX_KEYS: dict[str, object] = {
    "BlockAboutAddons": bool,
    "BlockAboutConfig": bool,
    "BlockAboutProfiles": bool,
    "BlockAboutSupport": bool,
    "CaptivePortal": bool,
    "Certificates": {
        "Install": list,
    },
    "Cookies": {
        "Locked": bool,
        "Behavior": str,
    },
    "DNSOverHTTPS": {
        "Enabled": bool,
        "Locked": bool,
    },
    "DisableAppUpdate": bool,
    "DisableDeveloperTools": bool,
    "DisableFeedbackCommands": bool,
    "DisableFirefoxAccounts": bool,
    "DisableFirefoxScreenshots": bool,
    "DisableFirefoxStudies": bool,
    "DisableFormHistory": bool,
    "DisablePasswordReveal": bool,
    "DisablePrivateBrowsing": bool,
    "DisableProfileImport": bool,
    "DisableProfileRefresh": bool,
    "DisableSafeMode": bool,
    "DisableSecurityBypass": {
        "InvalidCertificate": bool,
        "SafeBrowsing": bool,
    },
    "DisableSetDesktopBackground": bool,
    "DisableTelemetry": bool,
    "DisplayBookmarksToolbar": (bool, str),
    "DontCheckDefaultBrowser": bool,
    "ExtensionSettings": {
        "*": {
            "installation_mode": str,
        },
    },
    "ExtensionUpdate": bool,
    "Homepage": {
        "URL": str,
        "Locked": bool,
        "StartPage": str,
    },
    "InstallAddonsPermission": {
        "Default": bool,
    },
    "NetworkPrediction": bool,
    "NewTabPage": bool,
    "NoDefaultBookmarks": bool,
    "OfferToSaveLogins": bool,
    "OverrideFirstRunPage": str,
    "OverridePostUpdatePage": str,
    "PasswordManagerEnabled": bool,
    "Permissions": {
        "Camera": {
            "BlockNewRequests": bool,
            "Locked": bool,
        },
        "Microphone": {
            "BlockNewRequests": bool,
            "Locked": bool,
        },
        "Location": {
            "BlockNewRequests": bool,
            "Locked": bool,
        },
        "Notifications": {
            "BlockNewRequests": bool,
            "Locked": bool,
        },
    },
    "PopupBlocking": {
        "Default": bool,
        "Locked": bool,
    },
    "Preferences": {
        "browser.download.forbid_open_with": {
            "Value": (int, bool, str),
            "Status": str,
        },
        "places.history.enabled": {
            "Value": (int, bool, str),
            "Status": str,
        },
        "print.enabled": {
            "Value": (int, bool, str),
            "Status": str,
        },
    },
    "PrintingEnabled": bool,
    "PrivateBrowsingModeAvailability": int,
    "PromptForDownloadLocation": bool,
    "SanitizeOnShutdown": (bool, dict),
    "SearchSuggestEnabled": bool,
    "StartDownloadsInTempDirectory": bool,
    "TranslateEnabled": bool,
    "UserMessaging": {
        "ExtensionRecommendations": bool,
        "FeatureRecommendations": bool,
        "UrlbarInterventions": bool,
        "SkipOnboarding": bool,
        "MoreFromMozilla": bool,
    },
    "WebsiteFilter": {
        "Block": list,
        "Exceptions": list,
    },
}
