"""What the lobby says: which trouble keeps a camera or microphone away and what to do in this browser, and how good
the line is.

A fix is looked for as `fix_<trouble>_<browser>_<device>`, then `fix_<trouble>_<device>`, then `fix_<trouble>`;
browsers are chrome, edge, firefox and safari, devices desktop, phone and iphone (`this_browser.js`).
"""

JOINING = {
    "join_now": "Join now",
    "join_anyway": "Join anyway",
    "before_joining": "Nobody sees or hears you before you join.",
    "joining_without_video": "You can join with your microphone alone: you see and hear, and are heard.",
    "joining_without_audio": "You can join with your camera alone: you see and hear, and are seen.",
    "joining_with_nothing": "You can join as you are: you see and hear, and write in the chat.",
    "try_again": "Try again",
    "ask_again": "Ask again",
    "open_securely": "Open the secure page",
}

TROUBLES = {
    "both_denied": "Your camera and microphone are blocked.",
    "video_denied": "Your camera is blocked.",
    "audio_denied": "Your microphone is blocked.",
    "both_dismissed": "The question about your camera and microphone was not answered.",
    "video_dismissed": "The question about your camera was not answered.",
    "audio_dismissed": "The question about your microphone was not answered.",
    "both_missing": "No camera or microphone was found.",
    "video_missing": "No camera was found.",
    "audio_missing": "No microphone was found.",
    "both_in_use": "Your camera and microphone could not be opened: another program seems to use them.",
    "video_in_use": "Your camera could not be opened: another program seems to use it.",
    "audio_in_use": "Your microphone could not be opened: another program seems to use it.",
    "both_insecure": "This page is not secure, so the browser gives it no camera and no microphone.",
    "both_lost": "Your camera and microphone were disconnected.",
    "video_lost": "Your camera was disconnected.",
    "audio_lost": "Your microphone was disconnected.",
    "both_interrupted": "Another program has your camera and microphone at present.",
    "video_interrupted": "Another program has your camera at present.",
    "audio_interrupted": "Another program, or a telephone call, has your microphone at present.",
}

# In one half-sentence, during the call.
MEANWHILE = {
    "meanwhile_denied": "Allow it beside the address of this page; it then switches on.",
    "meanwhile_dismissed": "Switch it on below to be asked again.",
    "meanwhile_missing": "You can still see and hear. Plug one in, then switch it on below.",
    "meanwhile_in_use": "Close other programs that use it, then switch it on below.",
    "meanwhile_insecure": "Open this page by its https address.",
    "meanwhile_lost": "Plug it in, then switch it on below.",
    "meanwhile_interrupted": "Switch it on below to have it back.",
}

_SYSTEM = (
    "Allowed there already? Then your computer's own settings keep this browser from it: on a Mac under Privacy & "
    "Security, on Windows under Privacy."
)
_IPHONE_APP = (
    "Open Settings on your device, choose this browser in the list of apps, switch Camera and Microphone on, and come "
    "back."
)
_NO_QUESTION = "Press Ask again and allow it. If no question appears,"

FIXES = {
    "fix_denied": "Open this site's settings in your browser, allow it there, then press Try again.",
    "fix_denied_chrome_desktop": "Press the icon at the left end of the address bar and switch Camera and Microphone "
    "on. " + _SYSTEM,
    "fix_denied_edge_desktop": "Press the lock at the left end of the address bar, open Permissions for this site, and "
    "choose Allow. " + _SYSTEM,
    "fix_denied_firefox_desktop": "Press the crossed-out picture at the left end of the address bar, take the block "
    "away with its cross, then press Try again. " + _SYSTEM,
    "fix_denied_safari_desktop": "In the menu Safari open Settings for This Website, choose Allow, then press Try "
    "again. " + _SYSTEM,
    "fix_denied_chrome_phone": "Tap the icon left of the address, then Permissions, and switch Camera and Microphone "
    "on. Not in the list? Then allow them to Chrome in your phone's settings, under Apps.",
    "fix_denied_edge_phone": "Tap the lock left of the address, then Permissions, and allow it. Not in the list? Then "
    "allow it to Edge in your phone's settings, under Apps.",
    "fix_denied_firefox_phone": "Tap the lock left of the address and change Blocked to Allowed, then press Try again. "
    "Not in the list? Then allow it to Firefox in your phone's settings, under Apps.",
    "fix_denied_safari_iphone": "Tap the button beside the address, then Website Settings, and choose Allow. Then "
    "press Try again.",
    "fix_denied_iphone": _IPHONE_APP,
    "fix_dismissed": "Press Ask again and choose Allow.",
    "fix_dismissed_chrome_desktop": "Press Ask again and choose Allow while visiting the site.",
    "fix_dismissed_chrome_phone": "Press Ask again and choose Allow while visiting the site.",
    "fix_dismissed_edge_desktop": "Press Ask again and choose Allow.",
    "fix_dismissed_edge_phone": "Press Ask again and choose Allow.",
    "fix_dismissed_firefox_desktop": f"{_NO_QUESTION} press the crossed-out picture left of the address and take the "
    "block away.",
    "fix_dismissed_firefox_phone": f"{_NO_QUESTION} tap the lock left of the address.",
    "fix_dismissed_safari_desktop": f"{_NO_QUESTION} reload the page.",
    "fix_dismissed_safari_iphone": f"{_NO_QUESTION} reload the page.",
    "fix_missing": "Plug one in, or switch on the one that is built in (some laptops have a key or a cover for it), "
    "then press Try again.",
    "fix_missing_phone": "Close all other apps, or start the phone anew, then press Try again.",
    "fix_missing_iphone": "Close all other apps, or start your device anew, then press Try again.",
    "fix_in_use": "End calls in other programs and other tabs, then press Try again.",
    "fix_in_use_firefox_desktop": "End calls in other programs, other browsers and other tabs, then press Try again. "
    "On Windows only one program at a time gets the camera.",
    "fix_in_use_phone": "End phone calls and close other apps that use it, then press Try again.",
    "fix_in_use_iphone": "End phone and FaceTime calls and close other apps that use it, then press Try again.",
    "fix_insecure": "Open the same page by its secure address, which begins with https.",
    "fix_lost": "Plug it in again, then press Try again.",
    "fix_interrupted": "End the telephone call or close the other program, then press Try again.",
}

LINE = {
    "check_network": "Check my connection",
    "check_again": "Check my connection again",
    "checking": "Checking your connection… This takes up to 15 seconds.",
    "line_clear_mentor": "Clear video, ready to teach!",
    "line_clear_learner": "Clear video, ready to learn!",
    "line_fair": "Good enough for video. The picture may lose some sharpness now and then.",
    "line_sound": "Good for sound. Video may stop now and then; moving closer to the router, or a cable, helps.",
    "line_weak": "Your connection is weak just now. You can join, but expect gaps; moving closer to the router, or a "
    "cable, helps.",
    "line_unfinished": "The check did not finish: your connection is slow or unsteady just now. You can join all the "
    "same.",
    "line_offline": "Nothing answered. See whether you are online, then check again.",
    "line_too_often": "You have checked several times just now. Please wait a minute.",
    "line_no_relay": "The relay that helps behind strict firewalls cannot be reached from here. Most calls do without.",
    "upload": "Upload",
    "mbits": "{mbits} Mbit/s",
    "mbits_or_more": "{mbits} Mbit/s or more",
    "round_trip": "Round trip",
    "ms": "{ms} ms",
    "lost_on_the_way": "Lost on the way",
    "percent": "{percent} %",
    "relay_udp": "Relay by UDP",
    "relay_tcp": "Relay by TCP",
    "relay_tls": "Relay by TLS",
    "works": "reached",
    "does_not_work": "not reached",
}

LOBBY_WORDS = {**JOINING, **TROUBLES, **MEANWHILE, **FIXES, **LINE}
