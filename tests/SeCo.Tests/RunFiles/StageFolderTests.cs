using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.RunFiles;

public sealed class StageFolderTests
{
    [Fact]
    public void Keeps_files_of_the_same_settings_and_removes_unfinished_ones()
    {
        using TempFolder temp = new();
        StageFolder first = StageFolder.Open(temp["stage"], "a", shared: false, out _);
        AtomicFile.WriteAllText(first["whole.txt"], "1");
        File.WriteAllText(first["torn.txt.partial"], "1");

        StageFolder again = StageFolder.Open(temp["stage"], "a", shared: false, out bool emptied);

        Assert.False(emptied);
        Assert.False(again.IsFinished);
        Assert.True(File.Exists(again["whole.txt"]));
        Assert.False(File.Exists(again["torn.txt.partial"]));
    }

    [Fact]
    public void Empties_a_folder_of_other_settings_unless_it_is_shared()
    {
        using TempFolder temp = new();
        StageFolder first = StageFolder.Open(temp["stage"], "a", shared: false, out _);
        AtomicFile.WriteAllText(first["whole.txt"], "1");
        first.Finish();

        Assert.Throws<IOException>(() => StageFolder.Open(temp["stage"], "b", shared: true, out _));
        Assert.True(File.Exists(first["whole.txt"]));

        StageFolder other = StageFolder.Open(temp["stage"], "b", shared: false, out bool emptied);
        Assert.True(emptied);
        Assert.False(other.IsFinished);
        Assert.False(File.Exists(other["whole.txt"]));
    }

    [Fact]
    public void A_folder_of_other_files_is_told_from_a_stage_s()
    {
        using TempFolder temp = new();
        Assert.False(StageFolder.HoldsForeignFiles(temp["stage"]));
        Directory.CreateDirectory(temp["stage"]);
        File.WriteAllText(temp["stage/stage.json.abcdefgh.ijk.partial"], "{"); // killed while it was begun
        Assert.False(StageFolder.HoldsForeignFiles(temp["stage"]));
        File.WriteAllText(temp["stage/mine.txt"], "1");
        Assert.True(StageFolder.HoldsForeignFiles(temp["stage"]));
        StageFolder.Open(temp["stage"], "a", shared: false, out _);
        Assert.False(StageFolder.HoldsForeignFiles(temp["stage"]));
    }

    [Fact]
    public void A_folder_whose_emptying_was_cut_short_is_emptied_again()
    {
        using TempFolder temp = new();
        StageFolder.Open(temp["stage"], string.Empty, shared: false, out _); // the state in which it is being emptied
        File.WriteAllText(temp["stage/old.txt"], "1");

        StageFolder.Open(temp["stage"], "b", shared: false, out bool emptied);

        Assert.True(emptied);
        Assert.False(File.Exists(temp["stage/old.txt"]));
    }

    [Fact]
    public void Remembers_that_a_stage_has_finished()
    {
        using TempFolder temp = new();
        StageFolder.Open(temp["stage"], "a", shared: false, out _).Finish();

        Assert.True(StageFolder.Open(temp["stage"], "a", shared: false, out _).IsFinished);
        Assert.True(StageFolder.HasFinished(temp["stage"], "a"));
        Assert.False(StageFolder.HasFinished(temp["stage"], "b"));
    }

    [Fact]
    public void A_damaged_state_counts_as_other_settings()
    {
        using TempFolder temp = new();
        StageFolder.Open(temp["stage"], "a", shared: false, out _).Finish();
        File.WriteAllText(temp["stage/stage.json"], "{");

        StageFolder.Open(temp["stage"], "a", shared: false, out bool emptied);

        Assert.True(emptied);
    }

    [Fact]
    public void A_shard_may_come_while_another_is_making_the_folder()
    {
        using TempFolder temp = new();
        Directory.CreateDirectory(temp["stage"]);
        File.WriteAllText(temp["stage/stage.json.other.partial"], "{");

        StageFolder.Open(temp["stage"], "a", shared: true, out bool emptied);

        Assert.False(emptied);
        Assert.True(File.Exists(temp["stage/stage.json.other.partial"]));
    }

    [Fact]
    public async Task Many_shards_may_start_at_the_same_moment()
    {
        using TempFolder temp = new();
        for (int round = 0; round < 20; round++)
        {
            string path = temp[$"stage{round}"];
            using Barrier start = new(8);
            Task[] shards = [.. Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    StageFolder folder = StageFolder.Open(path, "a", shared: true, out _);
                    AtomicFile.WriteAllText(folder[$"{i}.txt"], "done");
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))];
            await Task.WhenAll(shards);

            Assert.Equal(8, Directory.GetFiles(path, "*.txt").Length);
        }
    }
}
