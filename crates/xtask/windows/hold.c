/* Has a file open as another program would, until its standard input ends. hold.exe FILE r: others may read it, as with a
   spreadsheet's; hold.exe FILE x: nobody else may open it. */
#include <stdio.h>
#include <windows.h>

int wmain(int count, wchar_t **words) {
    DWORD shared = count > 2 && words[2][0] == L'r' ? FILE_SHARE_READ : 0;
    HANDLE file = CreateFileW(count > 1 ? words[1] : L"", GENERIC_READ, shared, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return 1;
    puts("held");
    fflush(stdout);
    while (getchar() != EOF) {}
    CloseHandle(file);
    return 0;
}
