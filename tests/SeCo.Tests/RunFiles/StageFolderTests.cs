using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.RunFiles;

public sealed class StageFolderTests
{
    private static readonly string[] Images = ["night/a", "b"];

    [Fact]
    public void Keeps_files_of_the_same_settings_and_removes_unfinished_ones()
    {
        using TempFolder temp = new();
        StageFolder first = Open(temp, "a");
        AtomicFile.WriteAllText(first["labels/b.png"], "1");
        string torn = AtomicFile.TemporaryName(first["labels/b.png"]);
        File.WriteAllText(torn, "1");
        File.WriteAllText(first["torn.partial"], "somebody's own");

        StageFolder again = Open(temp, "a");

        Assert.Null(again.Replaced);
        Assert.False(again.IsFinished);
        Assert.True(File.Exists(again["labels/b.png"]));
        Assert.False(File.Exists(torn));
        Assert.True(File.Exists(again["torn.partial"]));
    }

    [Fact]
    public void Other_settings_remove_the_stage_s_files_and_no_others_unless_the_folder_is_shared()
    {
        using TempFolder temp = new();
        StageFolder first = Open(temp, "a");
        string[] own = ["labels/night/a.png", "regions/b.json", "thresholds.json", "events/events.out.tfevents.1.seco.0000"];
        string[] others = ["notes.txt", "labels/c.png", "labels/night/a2.png", "events/mine.txt", "mine/b", "thresholds.json.bak"];
        foreach (string file in own.Concat(others))
        {
            AtomicFile.WriteAllText(first[file], "1");
        }

        first.Finish();
        Assert.Throws<IOException>(() => StageFolder.Open(first.Path, "b", Images, shared: true));
        Assert.All(own.Concat(others), file => Assert.True(File.Exists(first[file]), file));

        StageFolder other = StageFolder.Open(first.Path, "b", ["c"]);
        Assert.Equal(Images, other.Replaced);
        Assert.False(other.IsFinished);
        Assert.All(own, file => Assert.False(File.Exists(first[file]), file));
        Assert.All(others.Where(f => f != "mine/b"), file => Assert.True(File.Exists(first[file]), file));
    }

    [Fact]
    public void Files_named_like_images_in_a_folder_that_is_no_stage_s_are_left_alone()
    {
        using TempFolder temp = new();
        AtomicFile.WriteAllText(temp["stage/labels/b.png"], "mine");
        Assert.Contains("holds files of images", Assert.Throws<IOException>(() => Open(temp, "a")).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(temp["stage/labels/b.png"]));
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
        Open(temp, "a");
        Assert.False(StageFolder.HoldsForeignFiles(temp["stage"]));
    }

    [Fact]
    public void A_folder_whose_emptying_was_cut_short_is_emptied_again()
    {
        using TempFolder temp = new();
        Open(temp, string.Empty); // the state in which it is being emptied
        AtomicFile.WriteAllText(temp["stage/labels/b.png"], "1");

        Assert.NotNull(Open(temp, "b").Replaced);
        Assert.False(File.Exists(temp["stage/labels/b.png"]));
    }

    [Fact]
    public void Remembers_that_a_stage_has_finished()
    {
        using TempFolder temp = new();
        Open(temp, "a").Finish();

        Assert.True(Open(temp, "a").IsFinished);
        Assert.True(StageFolder.HasFinished(temp["stage"], "a"));
        Assert.False(StageFolder.HasFinished(temp["stage"], "b"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"format": "seco.stage/1", "fingerprint": "b", "finished": true}""")] // one letter of it is another
    public void A_damaged_state_is_named_and_restored_where_that_is_asked_for(string state)
    {
        using TempFolder temp = new();
        StageFolder first = Open(temp, "a");
        AtomicFile.WriteAllText(first["labels/b.png"], "1");
        first.Finish();
        File.WriteAllText(temp["stage/stage.json"], state);

        string fault = Assert.Throws<DatasetException>(() => Open(temp, "a")).Message;
        Assert.Contains("stage.json", fault, StringComparison.Ordinal);
        Assert.Contains("--verify", fault, StringComparison.Ordinal);
        Assert.True(StageFolder.Open(first.Path, "a", Images, repair: true).IsFinished);
        Assert.True(File.Exists(first["labels/b.png"]));
    }

    [Fact]
    public void Damage_is_found_by_size_or_time_and_by_content_where_all_is_read()
    {
        using TempFolder temp = new();
        StageFolder stage = Open(temp, "a");
        DateTime time = DateTime.UtcNow.AddHours(-1);
        foreach (string file in (string[])["labels/b.png", "regions/b.json", "labels/night/a.png", "thresholds.json"])
        {
            AtomicFile.WriteAllText(stage[file], "content");
            File.SetLastWriteTimeUtc(stage[file], time);
        }

        stage.Finish();
        Assert.Equal([], stage.Damage(hashAll: true)!);
        File.WriteAllText(stage["labels/b.png"], "Content");
        File.SetLastWriteTimeUtc(stage["labels/b.png"], time);
        File.SetLastWriteTimeUtc(stage["thresholds.json"], time.AddDays(1)); // touched, and the same
        Assert.Equal([], stage.Damage(hashAll: false)!);
        Assert.Equal([new FileDamage("labels/b.png", IsMissing: false)], stage.Damage(hashAll: true)!);

        File.WriteAllText(stage["labels/b.png"], "");
        File.Delete(stage["labels/night/a.png"]);
        IReadOnlyList<FileDamage> damage = stage.Damage(hashAll: false)!;
        Assert.Equal([new FileDamage("labels/b.png", false), new FileDamage("labels/night/a.png", true)], damage);
        Assert.Contains("labels/b.png", Assert.Throws<DatasetException>(() => StageFolder.RequireIntact(stage.Path)).Message, StringComparison.Ordinal);

        stage.Remove(damage.Take(1));
        Assert.False(stage.IsFinished);
        Assert.False(File.Exists(stage["regions/b.json"])); // of the same image, made together
        Assert.True(File.Exists(stage["thresholds.json"]));
    }

    [Fact]
    public void A_damaged_record_of_the_files_is_named()
    {
        using TempFolder temp = new();
        StageFolder stage = Open(temp, "a");
        AtomicFile.WriteAllText(stage["labels/b.png"], "1");
        stage.Finish();
        File.WriteAllText(stage["files.tsv"], File.ReadAllText(stage["files.tsv"]).Replace("\t1\t", "\t2\t", StringComparison.Ordinal));

        Assert.Contains("files.tsv", Assert.Throws<DatasetException>(() => Open(temp, "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_may_come_while_another_is_making_the_folder()
    {
        using TempFolder temp = new();
        Directory.CreateDirectory(temp["stage"]);
        string begun = AtomicFile.TemporaryName(temp["stage/stage.json"]);
        File.WriteAllText(begun, "{");

        Assert.Null(StageFolder.Open(temp["stage"], "a", Images, shared: true).Replaced);
        Assert.True(File.Exists(begun));
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
                    StageFolder folder = StageFolder.Open(path, "a", Enumerable.Range(0, 8).Select(n => $"{n}"), shared: true);
                    AtomicFile.WriteAllText(folder[$"labels/{i}.png"], "done");
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))];
            await Task.WhenAll(shards);

            Assert.Equal(8, Directory.GetFiles(path, "*.png", SearchOption.AllDirectories).Length);
        }
    }

    private static StageFolder Open(TempFolder temp, string fingerprint) => StageFolder.Open(temp["stage"], fingerprint, Images);
}
