"""The net: the backbone of SSD MobileNetV1, a feature pyramid to strides 8/16/32 and one head a level."""
import torch
import torch.nn as nn
import torch.nn.functional as F

STRIDES = (8, 16, 32)
CLASSES = ("LICENSE_PLATE", "FACE")
LOG_DISTANCE = (-4.0, 4.2)


def conv(inputs, outputs, kernel=3, stride=1, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, momentum=0.03, eps=1e-3),
        nn.ReLU(inplace=True),
    )


class Same(nn.Module):
    """A convolution padded as TensorFlow pads, at stride 2 on the right and below alone, with its norm and ReLU6; one that does not learn
    keeps its norm folded in."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, learns=True):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2 if stride == 1 else 0, groups=groups, bias=not learns).requires_grad_(learns)
        self.norm = nn.BatchNorm2d(outputs, momentum=0.03, eps=1e-3) if learns else nn.Identity()
        self.stride = stride

    def convolve(self, x):
        return self.convolution(x if self.stride == 1 else F.pad(x, (0, 1, 0, 1)))

    def forward(self, x):
        return F.relu6(self.norm(self.convolve(x)))

    @torch.no_grad()
    def take_over(self, kernel, bias, x):
        """A kernel with its norm folded in: a norm gets the statistics of x, so that nothing changes. -> the layer's values for x"""
        kernel, bias = torch.from_numpy(kernel), torch.from_numpy(bias)
        self.convolution.weight.copy_(kernel)
        if self.convolution.bias is not None:
            self.convolution.bias.copy_(bias)
            return self(x)
        y = self.convolve(x)
        mean, variance = y.mean((0, 2, 3)), y.var((0, 2, 3))
        self.norm.running_mean.copy_(mean)
        self.norm.running_var.copy_(variance)
        self.norm.weight.copy_((variance + self.norm.eps).sqrt())
        self.norm.bias.copy_(mean + bias)
        return F.relu6(y + bias[:, None, None])


class Backbone(nn.Module):
    """MobileNetV1 but for its last layer: features of strides 8, 16 and 32. The layers above stride 8 stay as they come: they are most of
    the work of a step, and what they see is in every photo."""
    layers = [(32, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2)] + [(512, 512, 1)] * 5 + [(512, 1024, 2)]  # inputs, outputs, stride
    widths = (256, 512, 1024)

    def __init__(self):
        super().__init__()
        part = lambda first, last, learns=True: nn.Sequential(
            *[nn.Sequential(Same(a, a, 3, stride, a, learns), Same(a, b, 1, learns=learns)) for a, b, stride in self.layers[first:last]])
        self.stage4 = nn.Sequential(Same(3, 32, 3, 2, learns=False), *part(0, 3, False))
        self.stage8, self.stage16, self.stage32 = part(3, 5), part(5, 11), part(11, 12)

    def forward(self, x):
        """x: [B, 3, H, W] in -0.5..0.5"""
        with torch.no_grad():
            c4 = self.stage4(x * 2)
        c8 = self.stage8(c4)
        c16 = self.stage16(c8)
        return c8, c16, self.stage32(c16)

    def take_over(self, convolutions, x):
        """Weights of pretrained.py, and pictures in -0.5..0.5 such as the net will see."""
        x = x * 2
        for block, (kernel, bias) in zip([m for m in self.modules() if isinstance(m, Same)], convolutions, strict=True):
            x = block.take_over(kernel, bias, x)


class Head(nn.Module):
    """Score logits of the classes and log distances l, t, r, b (in strides) for each cell."""

    def __init__(self, channels):
        super().__init__()
        self.tower = nn.Sequential(conv(channels, channels), conv(channels, channels, 5, groups=channels), conv(channels, channels, 1))
        self.out = nn.Conv2d(channels, len(CLASSES) + 4, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        with torch.no_grad():
            self.out.bias.copy_(torch.tensor([-4.6] * len(CLASSES) + [1.0, 0.3, 1.0, 0.3]))

    def forward(self, x):
        return self.out(self.tower(x))


class Detector(nn.Module):
    def __init__(self, pyramid=48):
        super().__init__()
        self.backbone = Backbone()
        self.lateral = nn.ModuleList([conv(width, pyramid, 1) for width in Backbone.widths])
        self.heads = nn.ModuleList([Head(pyramid) for _ in STRIDES])

    def forward(self, x):
        """x: [B, 3, H, W] in -0.5..0.5. Gives one [B, 6, H/s, W/s] a level."""
        c8, c16, c32 = self.backbone(x)
        p32 = self.lateral[2](c32)
        p16 = self.lateral[1](c16) + F.interpolate(p32, scale_factor=2.0)
        p8 = self.lateral[0](c8) + F.interpolate(p16, scale_factor=2.0)
        return [head(level) for head, level in zip(self.heads, (p8, p16, p32))]


def given(pictures):
    """uint8 [B, H, W, 3] -> what the net takes"""
    return torch.as_tensor(pictures).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last).float() / 255 - 0.5


class Deployed(nn.Module):
    """What is exported: takes the bytes of a picture as they lie in memory."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        out = self.net(image.permute(0, 3, 1, 2).float() / 255 - 0.5)
        return tuple(out) if isinstance(out, list) else out


def grid(height, width):
    """Middles of all cells in pixels [N, 2] and their strides [N], levels one after the other."""
    points, strides = [], []
    for stride in STRIDES:
        y, x = torch.meshgrid(torch.arange(height // stride), torch.arange(width // stride), indexing="ij")
        points.append((torch.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride)
        strides.append(torch.full((x.numel(),), float(stride)))
    return torch.cat(points), torch.cat(strides)


def flat(levels):
    """[B, 6, h, w] a level -> [B, 6, N]"""
    return torch.cat([level.flatten(2) for level in levels], 2)


def boxes_of(distances, points, strides):
    """[..., N, 4] log distances -> [..., N, 4] pixel boxes x0, y0, x1, y1"""
    d = distances.clamp(*LOG_DISTANCE).exp() * strides[:, None]
    return torch.cat([points - d[..., :2], points + d[..., 2:]], -1)
