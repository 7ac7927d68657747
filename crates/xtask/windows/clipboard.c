/* Prints the names of the registered formats that are in the clipboard, one a line, and its text as the last line. */
#include <stdio.h>
#include <windows.h>

int wmain(void) {
    if (!OpenClipboard(NULL)) return 1;
    for (UINT format = EnumClipboardFormats(0); format; format = EnumClipboardFormats(format)) {
        char name[128];
        if (GetClipboardFormatNameA(format, name, sizeof name)) puts(name);
    }
    HANDLE text = GetClipboardData(CF_UNICODETEXT);
    wchar_t *units = text ? GlobalLock(text) : NULL;
    char bytes[4096] = "";
    if (units) WideCharToMultiByte(CP_UTF8, 0, units, -1, bytes, sizeof bytes - 1, NULL, NULL);
    printf("text %s\n", bytes);
    CloseClipboard();
    return 0;
}
