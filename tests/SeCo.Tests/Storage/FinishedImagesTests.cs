using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class FinishedImagesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string File => _temp["finished"];

    private string Output => _temp["output"];

    [Fact]
    public void Remembers_images_with_their_numbers_until_settings_content_or_output_change()
    {
        System.IO.File.WriteAllText(Output, "made");
        using (FinishedImages first = new(File, "settings"))
        {
            first.Add("night/a", "content", 7, [Output]);
            Assert.Null(first.Find("night/b", "content", [Output]));
        }

        using (FinishedImages again = new(File, "settings"))
        {
            Assert.Equal(7, again.Find("night/a", "content", [Output]));
            Assert.Null(again.Find("night/a", "changed", [Output]));
            Assert.Null(again.Damage);
            System.IO.File.WriteAllText(Output, "damaged");
            Assert.Null(again.Find("night/a", "content", [Output]));
            Assert.Equal(
                $"the files of 1 finished images in {_temp.Path} were missing or damaged, and were made again: night/a", again.Damage);
            System.IO.File.Delete(Output);
            Assert.Null(again.Find("night/a", "content", [Output]));
        }

        Assert.Equal(["night/a"], FinishedImages.NamesIn(File));
    }

    [Fact]
    public void Lists_of_shards_are_read_by_each_other_and_put_together_in_the_order_of_the_images()
    {
        foreach (string output in (string[])["a", "b", "c"])
        {
            System.IO.File.WriteAllText(_temp[output], output);
        }

        (string, IEnumerable<string>)[] images = [.. new[] { "a", "b", "c" }.Select(name => (name, (IEnumerable<string>)[_temp[name]]))];
        using (FinishedImages one = FinishedImages.Of(_temp.Path, "finished", "settings", isShard: true))
        {
            one.Add("c", "content", 1, [_temp["c"]]);
            using FinishedImages other = FinishedImages.Of(_temp.Path, "finished", "settings", isShard: true);
            Assert.Equal(1, other.Find("c", "content", [_temp["c"]]));
            other.Add("a", "content", 1, [_temp["a"]]);
            Assert.Contains("1 of 3 images are not done", Assert.Throws<DatasetException>(
                () => FinishedImages.Join(_temp.Path, "finished", "settings", images)).Message, StringComparison.Ordinal);
            other.Add("b", "content", 1, [_temp["b"]]);
        }

        FinishedImages.Join(_temp.Path, "finished", "settings", images);
        string joined = System.IO.File.ReadAllText(File);
        System.IO.File.Delete(File);
        using (FinishedImages undivided = new(File, "settings"))
        {
            foreach ((string name, IEnumerable<string> outputs) in images)
            {
                undivided.Add(name, "content", 1, outputs);
            }
        }

        Assert.Equal(System.IO.File.ReadAllText(File), joined);
        Assert.False(Directory.Exists(_temp["shards"]));
    }

    [Fact]
    public void What_a_shard_made_again_counts_over_the_list_and_what_was_made_after_that_over_the_shard()
    {
        using (FinishedImages whole = new(File, "s"))
        {
            whole.Add("a", "content", 1, []);
        }

        using (FinishedImages shard = FinishedImages.Of(_temp.Path, "finished", "s", isShard: true))
        {
            shard.Add("a", "changed", 2, []);
        }

        using (FinishedImages whole = new(File, "s"))
        {
            Assert.Equal(2, whole.Find("a", "changed", []));
            whole.Add("a", "changed again", 3, []);
        }

        using (FinishedImages last = new(File, "s"))
        {
            Assert.Equal(3, last.Find("a", "changed again", []));
            last.Forget("a");
        }

        // Taken back by a process that was killed, then made by a shard as before.
        using (FinishedImages shard = FinishedImages.Of(_temp.Path, "finished", "s", isShard: true))
        {
            shard.Add("a", "changed again", 3, []);
        }

        FinishedImages.Join(_temp.Path, "finished", "s", [("a", [])]);
        using FinishedImages joined = new(File, "s");
        Assert.Equal(3, joined.Find("a", "changed again", []));
    }

    [Fact]
    public void Lines_of_other_settings_go()
    {
        using (FinishedImages first = new(File, "old"))
        {
            first.Add("a", "content", 7, []);
        }

        using (FinishedImages other = new(File, "new"))
        {
            Assert.Null(other.Find("a", "content", []));
            other.Add("b", "content", 1, []);
        }

        Assert.Equal(["b"], FinishedImages.NamesIn(File));
        using FinishedImages back = new(File, "old");
        Assert.Null(back.Find("a", "content", []));
    }

    [Fact]
    public void A_line_that_a_kill_cut_short_counts_for_nothing_and_spoils_no_later_one()
    {
        using (FinishedImages first = new(File, "s"))
        {
            first.Add("a", "1", 1, []);
        }

        System.IO.File.AppendAllText(File, "s\t2\t2"); // no name, no end of line
        using (FinishedImages second = new(File, "s"))
        {
            second.Add("c", "3", 3, []);
        }

        using FinishedImages third = new(File, "s");
        Assert.Equal(1, third.Find("a", "1", []));
        Assert.Equal(3, third.Find("c", "3", []));
    }

    [Fact]
    public void A_forgotten_image_is_to_be_made_again()
    {
        using (FinishedImages first = new(File, "s"))
        {
            first.Add("a", "1", 1, []);
        }

        using (FinishedImages second = new(File, "s"))
        {
            second.Forget("a");
        }

        using FinishedImages third = new(File, "s");
        Assert.Null(third.Find("a", "1", []));
    }

    [Fact]
    public void A_second_process_is_refused_by_the_name_of_the_first()
    {
        using FinishedImages first = new(File, "s");
        string fault = Assert.Throws<FolderInUseException>(() => new FinishedImages(File, "s")).Message;
        Assert.Contains($"process {Environment.ProcessId} ", fault, StringComparison.Ordinal);
        Assert.Contains(" UTC", fault, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}
