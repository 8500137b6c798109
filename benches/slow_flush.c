/* Lets every flush to the disk take longer, as on a disk that really waits: for benches on machines whose disk does not.
 *   cc -shared -fPIC -o target/slow_flush.so benches/slow_flush.c
 *   FLUSH_MICROS=4000 LD_PRELOAD=$PWD/target/slow_flush.so cargo bench …
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_a_little(void) {
    const char *micros = getenv("FLUSH_MICROS");
    if (micros) usleep((useconds_t)atoi(micros));
}

int fsync(int file) {
    static int (*own)(int);
    if (!own) own = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_a_little();
    return own(file);
}

int fdatasync(int file) {
    static int (*own)(int);
    if (!own) own = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_a_little();
    return own(file);
}
