using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class ImageBatchTests
{
    [Fact]
    public void Faults_of_files_do_not_stop_the_others_and_are_told_together_in_order()
    {
        bool[] done = new bool[6];

        DatasetException wrong = Assert.Throws<DatasetException>(() => ImageBatch.Run("look", 6, 3, i =>
        {
            done[i] = i is not (1 or 4);
            if (!done[i])
            {
                throw i == 1 ? new DatasetException("one") : new UnauthorizedAccessException("four");
            }
        }, CancellationToken.None));

        Assert.Equal("look: 2 of 6 images cannot be processed.", wrong.Message.Split('\n')[0].TrimEnd());
        Assert.Equal(["one", "four"], wrong.Faults);
        Assert.Equal([true, false, true, true, false, true], done);
    }

    [Fact]
    public void What_is_no_fault_of_a_file_comes_out_as_it_was_thrown() => Assert.Throws<InvalidOperationException>(
        () => ImageBatch.Run("look", 2, 2, _ => throw new InvalidOperationException("no model"), CancellationToken.None));

    [Fact]
    public void A_full_disk_ends_the_work_at_once()
    {
        IOException full = new("no space left", 28);
        int calls = 0;

        Assert.Same(full, Assert.Throws<IOException>(() => ImageBatch.Run("look", 1000, 1, _ =>
        {
            calls++;
            throw full;
        }, CancellationToken.None)));
        Assert.InRange(calls, 1, 10);
    }
}
