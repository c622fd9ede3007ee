using System.Text.Json;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Exchange.Formats;

/// <summary>Folders of tools for training: what goes out comes back, through <see cref="LabelFolderSource"/> and <see cref="ForeignLabels"/>; and what others
/// write in the same form is read. Formats: <see cref="UltralyticsFormat"/>, <see cref="YoloFormat"/>, <see cref="VocFormat"/>, <see cref="PanopticFormat"/>,
/// <see cref="MmsegFormat"/>, <see cref="HuggingFaceFormat"/>, <see cref="InstancesFormat"/>; all are written as a <see cref="TrainingFolder"/>.</summary>
public sealed class TrainingFolderFormatTests : IDisposable
{
    private static readonly ClassSet Odd = new("odd \"set\"",
    [
        new(0, "background", (0, 0, 0), ClassKind.Stuff), new(1, "a b", (250, 1, 2), ClassKind.Thing), new(2, "it's \"x\" \\", (3, 4, 5), ClassKind.Stuff),
        new(3, "Straße: 1, 2", (6, 7, 8), ClassKind.Thing),
        new(4, "#hash", (9, 9, 9), ClassKind.Stuff), new(5, "- 道路 😀", (1, 2, 200), ClassKind.Thing),
    ]);

    private const string Panoptic = "annotations/panoptic_train.json", Of = """
        {"categories": [{"id": 1, "name": "road"}], "images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "b.png"}],
         "annotations": [{"image_id": 1, "file_name": "a.png", "segments_info":
        """;

    private static readonly string[] Images = ["night/b c.jpg", "über/a'\"q.png", "day/a.b.webp", "labels/images.png"];

    private readonly TempFolder _temp = new();

    public static TheoryData<string> Formats => [.. ExchangeFormat.All.OfType<TrainingFolderFormat>().Select(format => format.Name)];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Labels_names_colours_kinds_and_odd_names_come_back(string name)
    {
        ExchangeFormat format = Format(name);
        string said = format.Export(new(Source(Odd), new(), Split: "night"), _temp["out"], TestContext.Current.CancellationToken);

        Assert.Contains("4 images with labels", said, StringComparison.Ordinal);
        Assert.Equal(name == "yolo", said.Contains("pixels without a label are background to YOLO", StringComparison.Ordinal));
        Assert.Equal([name, "labels"], ExchangeFormat.All.Where(f => f.Recognises(_temp["out"], true, [])).Select(f => f.Name));
        (int files, ClassSet classes) = ForeignLabels.Convert(_temp["out"], _temp["back"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(4, files);
        Assert.Equal((Odd.Name, 6), (classes.Name, classes.Count));
        Assert.Equal(Odd.Classes, classes.Classes);
        Assert.Equal(Odd.Classes, ClassSet.Load(ForeignLabels.ClassFileOf(_temp["back"])).Classes);
        AssertSame(name => name, "back");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Names_decide_in_a_set_of_another_order_and_splits_become_part_of_names_where_there_are_several(string name)
    {
        ExchangeFormat format = Format(name);
        ClassSet turned = new("turned", [.. Odd.Classes.Reverse().Select((c, id) => c with { Id = id })]);
        format.Export(new(Source(Odd), new(), Split: "train"), _temp["out"], TestContext.Current.CancellationToken);
        format.Export(new(Source(Odd), new(), Split: "val", CopyImages: name == "yolo"), _temp["out"], TestContext.Current.CancellationToken);

        (int files, _) = ForeignLabels.Convert(_temp["out"], _temp["back"], format, turned, null, TestContext.Current.CancellationToken);

        string split = name == "voc" ? string.Empty : "val/";
        Assert.Equal(name == "voc" ? 4 : 8, files);
        foreach (string image in Images)
        {
            byte[] own = LabelPng.Read(_temp[$"given/{image[..image.LastIndexOf('.')]}.png"]).Pixels.ToArray();
            byte[] read = LabelPng.Read(_temp[$"back/{split}{image[..image.LastIndexOf('.')]}.png"]).Pixels.ToArray();
            Assert.Equal(own.Select(id => id == 255 ? 255 : 5 - id), read.Select(id => (int)id));
        }
    }

    [Fact]
    public void Regions_stay_apart_where_a_format_tells_instances()
    {
        ExportSource source = new(
            _temp.Path, _temp.Path, new RegionSource(TwoScenes.Classes, [TwoScenes.Day], _ => [Region(0, 13, 0, 3), Region(1, 13, 3, 9), Region(2, 0, 9, 12)]),
            () => throw new IOException("no dataset"), _ =>
            {
                LabelMap labels = new(12, 8);
                labels.Pixels.Fill(13);
                Region(2, 0, 9, 12).Mask.Paint(labels, 0);
                labels[0, 0] = 255; // wiped out by hand
                return labels;
            });
        foreach (string name in (string[])["yolo", "coco-panoptic", "instances"])
        {
            Format(name).Export(new(source, new(), CopyImages: false), _temp[name], TestContext.Current.CancellationToken);
        }

        Assert.Equal(["13", "13", "0"], File.ReadLines(_temp["yolo/labels/train/day/a.txt"]).Select(line => line.Split(' ')[0]));
        Assert.Equal(
            """{"images":[{"image":"day/a","instances":["car","car","road"]}]}""", File.ReadAllText(_temp["instances/train/instances.json"]));
        Assert.Equal([0, 1, 2, 3], ConfidencePng.Read(_temp["instances/train/instances/day/a.png"]).Pixels.ToArray().Distinct().Select(n => (int)n));
        JsonElement panoptic = JsonDocument.Parse(File.ReadAllBytes(_temp["coco-panoptic/annotations/panoptic_train.json"])).RootElement;
        Assert.Equal("day/a.png", panoptic.GetProperty("annotations")[0].GetProperty("file_name").GetString());
        Assert.Equal(
            [(1, 1, 24), (2, 14, 23), (3, 14, 48)],
            panoptic.GetProperty("annotations")[0].GetProperty("segments_info").EnumerateArray().Select(s =>
                (s.GetProperty("id").GetInt32(), s.GetProperty("category_id").GetInt32(), s.GetProperty("area").GetInt32())));
    }

    [Fact]
    public void What_others_write_in_the_same_forms_is_read()
    {
        // The challenge's own colours, without a file of labels; 21 classes with the background, and the border that nobody labels.
        RgbImage voc = new(3, 1);
        ((byte[])[0, 0, 0, 128, 0, 0, 224, 224, 192]).CopyTo(voc.Pixels);
        // Folders are parts of names there, whatever they are called.
        RgbImageFile.Write(_temp["voc/SegmentationClass/train/2007_01.png"], voc);
        Assert.Equal([0, 1, 255], Converted("voc/", "voc", null, "train/2007_01"));
        Assert.Equal(("voc", 21), (ClassSet.Load(_temp["back-voc.classes.yaml"]).Name, ClassSet.Load(_temp["back-voc.classes.yaml"]).Count));

        // A list of names, no folders of splits, and a polygon that leaves the image.
        Directory.CreateDirectory(_temp["yolo/labels"]);
        File.WriteAllText(_temp["yolo/dataset.yaml"], "path: ../x\nnc: 2\nnames: [road, car]\ndownload: |\n  print(1)\n");
        File.WriteAllText(_temp["yolo/labels/7.txt"], "1 0.5 0 9 0 9 1 0.5 1\n0 0 0 0.25 0 0.25 1 0 1\n");
        RgbImageFile.Write(_temp["yolo/images/7.jpg"], new RgbImage(4, 1));
        Assert.Equal([0, 255, 13, 13], Converted("yolo", "yolo", "cityscapes19", "7"));

        // Numbers of cells alone.
        LabelPng.Write(_temp["cells/c.png"], new LabelMap(3, 1, [0, 1, 7]));
        File.WriteAllText(_temp["one.yaml"], "name: one\nclasses: [{name: cell, color: [1, 2, 3], kind: thing}]\n");
        Assert.Equal([255, 0, 0], Converted("cells", "instances", _temp["one.yaml"], "c"));

        // Another field, and other places.
        Directory.CreateDirectory(_temp["hf/data"]);
        File.WriteAllText(_temp["hf/data/metadata.jsonl"], "{\"file_name\": \"0.jpg\", \"mask_file_name\": \"0_mask.png\", \"text\": \"a street\"}\n\n");
        LabelPng.Write(_temp["hf/data/0_mask.png"], new LabelMap(2, 1, [3, 255]));
        Assert.Equal([3, 255], Converted("hf", "huggingface", "cityscapes19", "0"));
    }

    [Theory]
    [InlineData("yolo", "labels/a.txt", "0 nan 0 1 0 1 1", "line 1: a polygon with a coordinate that is no finite number")]
    [InlineData("yolo", "labels/a.txt", "0 1e999 0 1 0 1 1", "no finite number")]
    [InlineData("yolo", "labels/a.txt", "0 0.5 0.5 0.2 0.2", "a box, which is no mask")]
    [InlineData("yolo", "labels/a.txt", "\n0 0 0 1 0 x 1", "line 2: 'x' is no number")]
    [InlineData("yolo", "labels/a.txt", "99 0 0 1 0 1 1", "class 99, but")]
    [InlineData("yolo", "labels/b.txt", "0 0 0 1 0 1 1", "there is no image 'b'")]
    [InlineData("yolo", "data.yaml", "names: {0: road, 2: car}", "numbered from 0 without gaps")]
    [InlineData("yolo", "data.yaml", "names: [road, Road]", "names the class")]
    [InlineData("huggingface", "train/metadata.jsonl", """{"file_name": "a.png", "label_file_name": "../../evil.png"}""", "leaves its folder")]
    [InlineData("huggingface", "train/metadata.jsonl", """{"file_name": "a.png"}""", "line 1: expected file_name and one more field")]
    [InlineData("huggingface", "train/metadata.jsonl", "[1]", "line 1: expected an object")]
    [InlineData("huggingface", "id2label.json", """{"1": "road"}""", "from \"0\" without gaps")]
    [InlineData("huggingface", "train/metadata.jsonl", "null", "line 1: expected an object")]
    [InlineData("huggingface", "train/metadata.jsonl", """
        {"file_name": "a.png", "label_file_name": "labels/a.png"}
        {"file_name": "b.png", "label_file_name": "labels\\a.png"}
        """, "line 2: names 'labels\\a.png' once more")]
    [InlineData("huggingface", "id2label.json", "null", "from \"0\" without gaps")]
    [InlineData("huggingface", "id2label.json", """{"0": null}""", "from \"0\" without gaps")]
    [InlineData("coco-panoptic", "annotations/panoptic_train.json", """
        {"images": [{"id": 1, "file_name": "../a.png"}], "categories": [{"id": 1, "name": "road"}], "annotations": [{"image_id": 1, "file_name": "a.png",
         "segments_info": []}]}
        """, "leaves its folder")]
    [InlineData("coco-panoptic", "annotations/panoptic_train.json", """
        {"images": [{"id": 1, "file_name": "a.png"}], "categories": [{"id": 1, "name": "road"}], "annotations": [{"image_id": 1, "file_name": "/etc/x.png",
         "segments_info": []}]}
        """, "leaves its folder")]
    [InlineData("coco-panoptic", Panoptic, """{"categories": [{"id": 1, "name": "road"}, {"id": 1, "name": "car"}]}""", "two categories have the id 1")]
    [InlineData("coco-panoptic", Panoptic, """
        {"categories": [], "images": [{"id": "7", "file_name": "a.png"}, {"id": 7, "file_name": "b.png"}]}
        """, "two images have the id 7")]
    [InlineData("coco-panoptic", Panoptic, Of + """[null]}]}""", "annotation 0: segments_info")]
    [InlineData("coco-panoptic", Panoptic, Of + """[{"id": 0, "category_id": 1}]}]}""", "a.png: a segment has the id 0, expected 1 to 16777215")]
    [InlineData("coco-panoptic", Panoptic, Of + """[{"id": -1, "category_id": 1}]}]}""", "the id -1")]
    [InlineData("coco-panoptic", Panoptic, Of + """[{"id": 16777217, "category_id": 1}]}]}""", "the id 16777217")]
    [InlineData("coco-panoptic", Panoptic, Of + """
        [{"id": 1, "category_id": 1}, {"id": 1, "category_id": 1}]}]}
        """, "a.png: two segments have the id 1")]
    [InlineData("coco-panoptic", Panoptic, Of + """
        [{"id": 1, "category_id": 1}]}, {"image_id": 2, "file_name": "a.png", "segments_info": []}]}
        """, "b.png: names 'a.png' once more")]
    [InlineData("instances", "train/instances.json", """{"images": [{"image": "a", "instances": [null]}]}""", "image 0: instances")]
    [InlineData("instances", "train/instances.json", """{"images": [{"image": "../a", "instances": []}]}""", "leaves its folder")]
    [InlineData("instances", "train/instances.json", """{"images": [{"image": "a", "instances": ["moon"]}]}""", "the class 'moon'")]
    [InlineData("instances", "train/instances.json", """{"images": [{"image": "a", "instances": []}]}""", "the number 1, but")]
    [InlineData("voc", "labelmap.txt", "road 1 2 3", "expected NAME:R,G,B::")]
    [InlineData("voc", "labelmap.txt", "car:1,2,3::\n", "colour #804080 at (0, 0) belongs to no label")]
    [InlineData("ultralytics", "masks/train/a.png", "no image", "masks/train/a.png")]
    public void What_cannot_be_used_is_named_with_its_place_and_nothing_is_read_from_elsewhere(string name, string file, string text, string fault)
    {
        ExportOne(name);
        LabelPng.Write(_temp["evil.png"], new LabelMap(2, 2, [0, 0, 0, 0]));
        if (file.StartsWith("labels/", StringComparison.Ordinal))
        {
            File.Delete(_temp["out/labels/train/a.txt"]);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_temp["out/" + file])!);
        File.WriteAllText(_temp["out/" + file], text);
        if (file == "labels/a.txt")
        {
            RgbImageFile.Write(_temp["out/images/a.png"], new RgbImage(2, 2));
        }

        IOException said = Assert.ThrowsAny<IOException>(() => ForeignLabels.Convert(
            _temp["out"], _temp["back"], Format(name), ClassSet.Named("cityscapes19"), null, TestContext.Current.CancellationToken));

        Assert.Contains(fault, said.Message, StringComparison.Ordinal);
        Assert.Contains(_temp.Path, said.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ultralytics", "masks")]
    [InlineData("ultralytics", "data.yaml")]
    [InlineData("yolo", "labels")]
    [InlineData("yolo", "images/train/a.png")]
    [InlineData("voc", "SegmentationClass")]
    [InlineData("voc", "labelmap.txt")]
    [InlineData("coco-panoptic", "annotations/panoptic_train")]
    [InlineData("coco-panoptic", Panoptic)]
    [InlineData("mmseg", "ann_dir")]
    [InlineData("mmseg", "classes.yaml")]
    [InlineData("huggingface", "train")]
    [InlineData("huggingface", "train/metadata.jsonl")]
    [InlineData("huggingface", "train/labels/a.png")]
    [InlineData("instances", "train/instances.json")]
    public async Task Links_out_of_the_folder_are_refused_wherever_they_lie(string name, string linked)
    {
        ExportOne(name);
        Directory.Move(_temp["out/" + linked], _temp["elsewhere"]);
        File.CreateSymbolicLink(_temp["out/" + linked], _temp["elsewhere"]);
        ReviewImport review = new(ClassSet.Named("cityscapes19"), new() { Format = Format(name) });

        IOException[] said =
        [
            Assert.Throws<DatasetException>(() => ForeignLabels.Convert(
                _temp["out"], _temp["back"], Format(name), cancellationToken: TestContext.Current.CancellationToken)),
            await Assert.ThrowsAsync<DatasetException>(() => review.RunAsync(_temp["out"], _temp["reviews"], TestContext.Current.CancellationToken)),
        ];

        Assert.All(said, fault => Assert.StartsWith($"{_temp["out"]}: this folder holds 1 links out of it", fault.Message, StringComparison.Ordinal));
        Assert.All(said, fault => Assert.Contains(_temp["out/" + linked], fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ultralytics")]
    [InlineData("yolo")]
    public void Splits_that_were_given_out_without_images_stay_in_the_file_beside_them(string name)
    {
        foreach (string split in (string[])["train", "val"])
        {
            ExportOne(name, split, images: false);
        }

        Assert.StartsWith(
            "train: \"images/train\"\nval: \"images/val\"\n", File.ReadAllText(_temp["out/data.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_of_MMSegmentation_has_a_name_of_Python_and_its_own_endings_for_every_split()
    {
        ExportOne("mmseg", "val.1");
        File.Move(_temp["out/img_dir/val.1/a.png"], _temp["out/img_dir/val.1/a.webp"]);
        ExportOne("mmseg", "2024");

        string[] lines = File.ReadAllLines(_temp["out/dataset.py"]);
        Assert.Equal(["metainfo = dict(", "_2024_dataset = dict(", "val_1_dataset = dict("], lines.Where(line => line.Length > 0 && line[0] != ' '));
        Assert.Equal(
            ["img_suffix=\".png\",", "img_suffix=\".webp\","],
            lines.Select(line => line.Trim().Split(' ')[0]).Where(word => word.StartsWith("img_suffix", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_is_recognised_before_its_classes_are_read()
    {
        ExportOne("mmseg");
        File.WriteAllText(_temp["out/classes.yaml"], "classes: [");

        Assert.Same(Format("mmseg"), ExchangeFormat.Of(_temp["out"]));
    }

    [Fact]
    public void Files_of_people_s_programs_become_label_maps_with_the_classes_that_they_name()
    {
        RegionSelection scenes = TwoScenes.Select();
        AtomicFile.Write(_temp["answers.zip"], stream => CvatArchive.Write(stream, scenes));
        AtomicFile.Write(_temp["answers.json"], stream => CocoFile.Write(stream, scenes));
        foreach (string file in (string[])["answers.zip", "answers.json"])
        {
            (int files, ClassSet classes) = ForeignLabels.Convert(_temp[file], _temp["of-" + file], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(2, files);
            Assert.Equal(TwoScenes.Classes.Classes.Select(c => c.Name), classes.Classes.Select(c => c.Name));
            string place = file.EndsWith("zip", StringComparison.Ordinal) ? "day/a.png" : "images/day/a.png";
            Assert.Equal(TwoScenes.Shown(TwoScenes.Day).Pixels.ToArray(), LabelPng.Read(_temp[$"of-{file}/{place}"]).Pixels.ToArray());
        }
    }

    private static ExchangeFormat Format(string name) => ExchangeFormat.All.Single(f => f.Name == name);

    // A road of 2 x 2 pixels.
    private void ExportOne(string name, string split = "train", bool images = true)
    {
        LabelPng.Write(_temp["given/a.png"], new LabelMap(2, 2, [0, 0, 0, 0]));
        RgbImageFile.Write(_temp["images/a.png"], new RgbImage(2, 2));
        ExportSource source = LabelFolderSource.Open(_temp["given"], ClassSet.Named("cityscapes19"), _temp["images"]);
        Format(name).Export(new(source, new(), Split: split, CopyImages: images), _temp["out"], TestContext.Current.CancellationToken);
    }

    private static ConnectedRegion Region(int id, int category, int from, int to)
    {
        byte[] pixels = new byte[(to - from) * 8];
        Array.Fill(pixels, (byte)1);
        return ConnectedRegion.FromMask(id, category, RunLengthMask.FromWindow(12, 8, new Box(from, 0, to, 8), pixels));
    }

    private byte[] Converted(string folder, string format, string? classes, string name)
    {
        ForeignLabels.Convert(
            _temp[folder], _temp["back-" + folder], Format(format), classes is null ? null : ClassSet.Resolve(classes), null,
            TestContext.Current.CancellationToken);
        return LabelPng.Read(_temp[$"back-{folder}/{name}.png"]).Pixels.ToArray();
    }

    // Images with labels at random, of sizes of their own; some pixels have none.
    private ExportSource Source(ClassSet classes)
    {
        Random random = new(7);
        for (int i = 0; i < Images.Length; i++)
        {
            LabelMap labels = new(9 + i, 6 + i);
            foreach (ref byte label in labels.Pixels)
            {
                label = random.Next(4) == 0 ? (byte)255 : (byte)random.Next(classes.Count);
            }

            RgbImageFile.Write(_temp["pictures/" + Images[i]], new RgbImage(labels.Width, labels.Height));
            LabelPng.Write(_temp[$"given/{Images[i][..Images[i].LastIndexOf('.')]}.png"], labels);
        }

        return LabelFolderSource.Open(_temp["given"], classes, _temp["pictures"]);
    }

    private void AssertSame(Func<string, string> nameOf, string folder)
    {
        foreach (string image in Images)
        {
            string name = image[..image.LastIndexOf('.')];
            Assert.Equal(LabelPng.Read(_temp[$"given/{name}.png"]).Pixels.ToArray(), LabelPng.Read(_temp[$"{folder}/{nameOf(name)}.png"]).Pixels.ToArray());
        }
    }
}
