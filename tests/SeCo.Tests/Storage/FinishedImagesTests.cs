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
