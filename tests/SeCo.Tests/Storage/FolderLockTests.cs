using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class FolderLockTests
{
    [Fact]
    public void Shared_locks_go_together_and_one_alone_goes_with_none()
    {
        using TempFolder temp = new();
        using (FolderLock.Take(temp["lock"], temp.Path, shared: true))
        using (FolderLock.Take(temp["lock"], temp.Path, shared: true))
        {
            Assert.Throws<FolderInUseException>(() => FolderLock.Take(temp["lock"], temp.Path));
        }

        using (FolderLock.Take(temp["lock"], temp.Path))
        {
            Assert.Throws<FolderInUseException>(() => FolderLock.Take(temp["lock"], temp.Path, shared: true));
        }

        FolderLock.Take(temp["lock"], temp.Path).Dispose();
    }

    [Fact]
    public void Many_take_a_temporary_lock_in_turn_and_never_two_at_once()
    {
        using TempFolder temp = new();
        int inside = 0, taken = 0;
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 300; i++)
            {
                try
                {
                    using FolderLock held = FolderLock.Take(temp["lock"], temp.Path, isTemporary: true);
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    taken++;
                    Thread.Sleep(i % 2); // long enough for others to come while it is held, and short enough to meet them at its end
                    Assert.Equal(0, Interlocked.Decrement(ref inside));
                }
                catch (FolderInUseException)
                {
                    // Another one holds it.
                }
            }
        });

        Assert.InRange(taken, 1, 2400);
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }
}
